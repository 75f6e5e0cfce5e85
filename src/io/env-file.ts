import { parseEnv } from 'node:util'

const ASSIGNMENT = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=\s*(.*)$/

/**
 * Variables of an env file; undefined when a line is neither an assignment, nor a comment, nor part of a quoted value of several lines:
 * what it means depends on who reads the file, and versions of Node differ.
 */
export function envFileOf(text: string): ReadonlyMap<string, string> | undefined {
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const value = ASSIGNMENT.exec(line)?.[1]
    if (value === undefined && !/^\s*(?:#.*)?$/.test(line)) return undefined
    at = lastOf(value ?? '', lines, at)
  }
  return new Map(Object.entries(parseEnv(text)).flatMap(([name, each]) => (each === undefined ? [] : [[name, each] as const])))
}

/** The line where a value ends that begins at that one; a quote that nothing closes ends with its line. */
function lastOf(value: string, lines: readonly string[], at: number): number {
  const quote = /^["'`]/.exec(value)?.[0]
  if (quote === undefined || value.slice(1).includes(quote)) return at
  const closing = lines.findIndex((line, index) => index > at && line.includes(quote))
  return closing === -1 ? at : closing
}
