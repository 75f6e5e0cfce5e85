import type { Scalar } from 'yaml'

/**
 * Gives, for each UTF-16 unit of a scalar's value and for its end, the offset in the source that it came from. It aligns
 * value and source: folding and indentation change white space only, quotes double or escape.
 */
export function offsetsOf(scalar: Scalar, source: string): (index: number) => number | undefined {
  const value = String(scalar.value)
  const first = asItIs(scalar, value, source)
  if (first !== undefined) return (index) => (index < 0 ? undefined : first + Math.min(index, value.length))
  const offsets = aligned(scalar, value, source)
  return (index) => offsets[Math.min(index, value.length)]
}

/** Where the value begins when it stands in the source as it is, as most expressions do. */
function asItIs({ type, range }: Scalar, value: string, source: string): number | undefined {
  const start = range?.[0] ?? 0
  if (type === 'PLAIN') return source.startsWith(value, start) ? start : undefined
  const quote = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE' ? source.charAt(start) : ''
  return quote !== '' && !value.includes(quote) && source.startsWith(value + quote, start + 1) ? start + 1 : undefined
}

function aligned({ type, range }: Scalar, value: string, source: string): number[] {
  const [start, end] = range ?? [0, 0]
  if (type === 'QUOTE_DOUBLE') return align(value, source, start + 1, end, escapeLength)
  if (type === 'QUOTE_SINGLE') return align(value, source, start + 1, end, doubledQuote)
  if (!type?.startsWith('BLOCK')) return align(value, source, start, end, () => 0)
  return align(value, source, source.indexOf('\n', start) + 1, end, () => 0)
}

/** `special` is the length of a notation that stands for one character at this offset, 0 when there is none. */
function align(value: string, source: string, from: number, end: number, special: (source: string, at: number) => number): number[] {
  const offsets: number[] = []
  let at = from
  for (let i = 0; i < value.length; i++) {
    at = skipContinuation(source, at, special === escapeLength)
    const char = value[i] ?? ''
    const length = special(source, at)
    if (length > 0) {
      offsets.push(at)
      if ((value.codePointAt(i) ?? 0) > 0xffff) {
        offsets.push(at)
        i++
      }
      at += length
    } else if (isSpace(char)) {
      offsets.push(Math.min(at, end))
      if (isSpace(source[at])) at++
      if (!isSpace(value[i + 1])) at = skipSpace(source, at, end)
    } else {
      if (source[at] !== char) at = skipSpace(source, at, end)
      offsets.push(at)
      at++
    }
  }
  offsets.push(Math.min(at, end))
  return offsets
}

function escapeLength(source: string, at: number): number {
  if (source[at] !== '\\') return 0
  return 2 + (({ x: 2, u: 4, U: 8 } as Record<string, number>)[source[at + 1] ?? ''] ?? 0)
}

function doubledQuote(source: string, at: number): number {
  return source.startsWith("''", at) ? 2 : 0
}

/** A backslash at the end of a line in double quotes: neither it nor the indentation after it is in the value. */
function skipContinuation(source: string, at: number, escapes: boolean): number {
  let next = at
  while (escapes && source[next] === '\\' && /[\r\n]/.test(source[next + 1] ?? '')) next = skipSpace(source, next + 1, source.length)
  return next
}

function skipSpace(source: string, at: number, end: number): number {
  let next = at
  while (next < end && isSpace(source[next])) next++
  return next
}

function isSpace(char: string | undefined): boolean {
  return char === ' ' || char === '\n' || char === '\t' || char === '\r'
}
