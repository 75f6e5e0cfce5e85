/** A place in a source file; line and column count from 1, length in characters (at least 1). */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly length: number
  /** The source line, values of secret-looking keys masked. */
  readonly source: string
}

/** A mistake of the author of a checklist, configuration or command line; collected, never thrown. */
export interface Problem {
  /** Stable kebab-case code, for example `unknown-key`; `readiness explain <code>` knows it. */
  readonly code: string
  readonly level: 'error' | 'warning'
  /** What was wanted and what came, one sentence. */
  readonly message: string
  readonly place?: Place
  /** What to do: the nearest valid name, the right spelling. */
  readonly hint?: string
}

/** A value, or everything that is wrong with its source. */
export type Loaded<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }
