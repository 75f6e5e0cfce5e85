/** A line of the text whose indentation does not fit, and how to say so. */
export interface Misindented {
  readonly message: string
  readonly hint: string
  /** Offsets of its first character and of the end of the line. */
  readonly range: readonly [number, number]
  /** Where what the parser says of it may begin: the line before. */
  readonly from: number
}

/** A list or map that is open: the column (from 0) of its dashes or keys. */
interface Level {
  readonly column: number
  readonly kind: 'list' | 'map'
}

interface Line {
  readonly start: number
  readonly text: string
  readonly column: number
}

/** A key at the beginning of a line, with or without quotes. */
const KEY = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#&*!|>'"%@`{}[\],?-][^#]*?|-[^\s][^#]*?):(?=\s|$)/
const BLOCK_TEXT = /(?:^|[:-]\s+)[|>][+-]?\d?[+-]?\s*(?:#.*)?$/

/**
 * The first line of a text that the parser refused whose indentation fits no list or map around it, or that a tab indents. Lines inside of
 * brackets, quotes and block texts are passed over. Nothing when all lines fit: then something else is wrong.
 */
export function misindented(text: string): Misindented | undefined {
  const levels: Level[] = []
  let before: Line | undefined
  for (const line of contentLines(text)) {
    const tab = line.text.slice(0, line.column).indexOf('\t')
    if (tab >= 0) return at({ ...line, column: tab }, before, 'a tab cannot indent', 'use spaces')
    const rest = line.text.slice(line.column)
    const dash = /^-(?:\s|$)/.test(rest)
    const key = KEY.test(rest)
    const wrong = dash || key ? misfit(levels, line.column, dash ? 'list' : 'map', before) : undefined
    if (wrong !== undefined) return at(line, before, ...wrong)
    if (dash || key) enter(levels, line.column, rest)
    before = line
  }
  return undefined
}

function misfit(levels: readonly Level[], column: number, kind: Level['kind'], before: Line | undefined): [string, string] | undefined {
  const top = levels.at(-1)
  if (!top || levels.some((level) => level.column === column && level.kind === kind)) return undefined
  const opens = before !== undefined && /(?::|^\s*-|\s-)\s*(?:#.*)?$/.test(before.text)
  if (opens && (column > top.column || (kind === 'list' && column === top.column))) return undefined
  const same = levels.filter((level) => level.kind === kind).reverse()
  const near = same.sort((a, b) => Math.abs(a.column - column) - Math.abs(b.column - column))[0] ?? top
  const what = kind === 'list' ? 'dash' : 'line'
  return [
    `this ${what} begins in column ${column + 1}, the ${what === 'dash' ? 'dashes' : 'lines'} before it in column ${near.column + 1}`,
    'give it as many spaces as those it belongs to',
  ]
}

/** Closes what is deeper than this line and opens what it begins: each dash a list, the key after it a map. */
function enter(levels: Level[], column: number, rest: string): void {
  let at = column
  let left = rest
  while (/^-(?:\s|$)/.test(left)) {
    open(levels, at, 'list')
    const lead = /^-\s*/.exec(left)?.[0].length ?? 1
    at += lead
    left = left.slice(lead)
  }
  if (KEY.test(left)) open(levels, at, 'map')
}

function open(levels: Level[], column: number, kind: Level['kind']): void {
  while (levels.some((level) => level.column > column)) levels.pop()
  const top = levels.at(-1)
  // A list may have its dashes below its own key; the next key ends it.
  if (top?.column === column && top.kind === 'list' && kind === 'map') levels.pop()
  if (!levels.some((level) => level.column === column && level.kind === kind)) levels.push({ column, kind })
}

/** Lines that are structure: no comments, nothing inside of brackets, quotes or block texts. */
function* contentLines(text: string): Generator<Line> {
  let start = 0
  let inside: { quote: string; depth: number } = { quote: '', depth: 0 }
  let blockAbove: number | undefined
  for (const whole of text.split('\n')) {
    const line = { start, text: whole.replace(/\r$/, ''), column: /^[ \t]*/.exec(whole)?.[0].length ?? 0 }
    start += whole.length + 1
    const empty = /^\s*(?:#.*)?$/.test(line.text)
    if (blockAbove !== undefined && (empty || line.column > blockAbove)) continue
    blockAbove = undefined
    if (empty && inside.quote === '' && inside.depth === 0) continue
    const continued = inside.quote !== '' || inside.depth > 0
    inside = after(line.text, inside)
    if (continued || /^(?:---|\.\.\.)(?:\s|$)/.test(line.text)) continue
    if (BLOCK_TEXT.test(line.text)) blockAbove = line.column
    yield line
  }
}

/** What is still open at the end of a line. */
function after(text: string, { quote, depth }: { quote: string; depth: number }): { quote: string; depth: number } {
  let [open, deep] = [quote, depth]
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? ''
    if (open === '"' && char === '\\') i++
    else if (open !== '') open = char === open ? '' : open
    else if (char === '#' && /\s/.test(text[i - 1] ?? ' ')) break
    else if ((char === '"' || char === "'") && /[\s[{,:]/.test(text[i - 1] ?? ' ')) open = char
    else if ('[{'.includes(char) && (deep > 0 || /\s/.test(text[i - 1] ?? ' '))) deep++
    else if (']}'.includes(char) && deep > 0) deep--
  }
  return { quote: open, depth: deep }
}

function at(line: Line, before: Line | undefined, message: string, hint: string): Misindented {
  return { message, hint, range: [line.start + line.column, line.start + line.text.length], from: before?.start ?? line.start }
}
