/** How a report is to look; decided by the command line, so that a reporter asks neither terminal nor environment. */
export interface Style {
  /** Columns of the terminal; only `pretty` wraps. */
  width: number
  /** 0 none, 1 sixteen colours, 2 256 colours, 3 true colour. */
  color: 0 | 1 | 2 | 3
  /** False for terminals that can show ASCII only. */
  unicode: boolean
  /** Findings of passes too, nothing collapsed. */
  verbose: boolean
  /** Only the verdict and what to do next. */
  quiet: boolean
  /** A reporter has no clock: all times stand in the report. */
  now?: never
}
