import type { Unknown } from '../core/outcome.ts'
import type { LookError } from '../core/look-error.ts'
import type { Unread } from '../core/unread.ts'
import type { Seen } from '../probes/contract.ts'
import type { Gear } from './gear.ts'
import type { Sight } from './types.ts'

/** What was seen, with every known secret masked: nothing behind this point ever holds the original. */
export function redactSeen(seen: Seen, gear: Gear): Sight {
  return {
    observation: gear.redactor.redactValue(seen.observation) as Record<string, unknown>,
    unread: redactUnread(seen.unread ?? [], gear),
    saved: {},
    notReached: [],
  }
}

export const redactUnread = (unread: readonly Unread[], gear: Gear): Unread[] =>
  unread.map((part) => ({ ...part, detail: gear.redactor.redactText(part.detail) }))

export const failedBy = (error: LookError, gear: Gear): Unknown => ({
  reason: error.reason,
  detail: gear.redactor.redactText(error.message),
})

export const redactOptional = (text: string | undefined, gear: Gear): string | undefined =>
  text === undefined ? undefined : gear.redactor.redactText(text)
