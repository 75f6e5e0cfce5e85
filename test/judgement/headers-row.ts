/** Header lines of one answer and what a browser does with them. */
export interface HeadersRow {
  readonly rule: string
  /** Where the rule stands. */
  readonly source: string
  /** `Name: value`, in order. */
  readonly lines: readonly string[]
  /** Default https://app.example.com/. */
  readonly url?: string
  /** A part of the page. */
  readonly wanted: Readonly<Record<string, unknown>>
}

/** One line of a table. */
export const row = (rule: string, source: string, lines: readonly string[], wanted: HeadersRow['wanted'], url?: string): HeadersRow => ({
  rule,
  source,
  lines,
  wanted,
  ...(url === undefined ? {} : { url }),
})
