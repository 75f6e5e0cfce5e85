const SECRET_KEY = /passw(?:or)?d|passphrase|secret|token|credential|authorization|cookie|dsn|(?:^|[-_.a-z0-9])key$/i
const CREDENTIALS_IN_URL = /:\/\/[^\s:/@]*:(\S+)@/g
const KEY_ON_LINE = /([\w.-]+)["']?[ \t]*:(?:[ \t]+|$)/g

/** Whether the value of such a key is hidden wherever a line of the source is quoted. */
export function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key)
}

/** Whether a value is nothing but `${...}` with at most an authentication scheme before it: a name, not a secret. */
export function isOnlyReference(value: string): boolean {
  return value.includes('${') && /^(?:(?:bearer|basic|token)\s+)?$/i.test(value.replace(/\$\{[^{}]*\}/g, ''))
}

/** The text with [from, to) replaced by as many stars, so that a caret below it stays where it belongs. */
export function hide(text: string, from: number, to: number): string {
  return text.slice(0, from) + '*'.repeat(Math.max(0, to - from)) + text.slice(to)
}

/** Hides the password of every `scheme://user:password@host`. */
export function hideCredentials(line: string): string {
  return line.replace(
    CREDENTIALS_IN_URL,
    (whole, password: string) => whole.slice(0, -password.length - 1) + '*'.repeat(password.length) + '@',
  )
}

/**
 * A line of a document that does not parse, where only the text is there to go by: all that follows a secret-looking
 * key is hidden, and so is a line without a key of its own below such a key.
 */
export function hideByText(lines: readonly string[], index: number): string {
  const line = lines[index] ?? ''
  for (const match of line.matchAll(KEY_ON_LINE)) {
    const from = match.index + match[0].length
    if (isSecretKey(match[1] ?? '') && !/^[{[]/.test(line.slice(from))) return hide(line, from, line.length)
  }
  const hasKey = line.search(KEY_ON_LINE) >= 0
  return !hasKey && isSecretKey(keyAbove(lines, index)) ? hide(line, indent(line), line.length) : hideCredentials(line)
}

function keyAbove(lines: readonly string[], index: number): string {
  for (let i = index - 1; i >= 0; i--) {
    const above = lines[i] ?? ''
    if (above.trim() === '' || indent(above) >= indent(lines[index] ?? '')) continue
    return /([\w.-]+)["']?[ \t]*:/.exec(above)?.[1] ?? ''
  }
  return ''
}

function indent(line: string): number {
  return line.length - line.trimStart().length
}
