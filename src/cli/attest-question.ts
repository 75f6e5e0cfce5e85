import { escapeControls } from '../redaction/escape.ts'

/** What a person is about to give their word for. */
export interface Attested {
  readonly id: string
  readonly title: string
  readonly role: string
  readonly environment: string
  readonly release?: string
  /** ISO 8601 UTC; for ever when absent. */
  readonly until?: string
  readonly person: string
  /** Empty when there is none. */
  readonly proof: string
}

/** Until when a word that is given now holds. */
export const untilOf = (at: Date, validMs: number | undefined): { readonly until?: string } =>
  validMs === undefined ? {} : { until: new Date(at.getTime() + validMs).toISOString() }

/** The question before a word is written down: all that it will say, a line each. */
export function questionOf({ id, title, role, environment, release, until, person, proof }: Attested): string {
  const lines = [
    `${person} (${role}) attests ${id}: "${title}"`,
    `environment: ${environment}`,
    `release: ${release ?? 'any (--release names one)'}`,
    `evidence: ${proof === '' ? 'none' : proof}`,
    `until: ${until === undefined ? 'no end' : `${until.slice(0, 16).replace('T', ' ')} UTC`}`,
  ]
  return `${lines.map((text) => escapeControls(text)).join('\n    ')}\n  Is that so?`
}
