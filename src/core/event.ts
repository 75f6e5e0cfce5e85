import type { Outcome } from './outcome.ts'

/** What a run tells while it goes on; the terminal decides what of it is shown. */
export type RunEvent =
  | { readonly type: 'started'; readonly environment: string; readonly items: number; readonly looks: number }
  | { readonly type: 'look-started'; readonly look: string; readonly label: string }
  | { readonly type: 'look-waiting'; readonly look: string; readonly label: string; readonly limit: string; readonly waitMs: number }
  | {
      readonly type: 'look-ended'
      readonly look: string
      readonly label: string
      readonly ok: boolean
      readonly durationMs: number
      readonly attempt: number
    }
  | { readonly type: 'item'; readonly id: string; readonly title: string; readonly outcome: Outcome }
  | { readonly type: 'note'; readonly text: string }

export type Listener = (event: RunEvent) => void
