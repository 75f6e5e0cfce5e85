import type { Observation } from './schema.ts'

type Heading = NonNullable<Observation['sections']>[number]
type Placeholder = NonNullable<Observation['placeholders']>[number]

/** A line with its number; `code` inside a fence or front matter. */
interface Line {
  readonly number: number
  readonly text: string
  readonly code: boolean
}

/** Lines of a Markdown text, front matter left out, fenced code marked, comments blanked. */
export function linesOf(text: string): Line[] {
  const blanked = text.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ''))
  const all = blanked.split(/\r?\n/)
  const start = frontMatterLength(all)
  let fence: string | undefined
  const lines: Line[] = []
  for (const [index, line] of all.entries()) {
    if (index < start) continue
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    const code = fence !== undefined || mark !== undefined
    if (fence === undefined) fence = mark
    else if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined
    lines.push({ number: index + 1, text: line, code })
  }
  return lines
}

/** `key: value` lines between two `---` at the top; keys in lower case, quotes around a value removed. */
export function frontMatterOf(text: string): Record<string, string> {
  const all = text.split(/\r?\n/)
  const entries: [string, string][] = []
  for (const line of all.slice(1, Math.max(1, frontMatterLength(all) - 1))) {
    const [, key, value] = /^([A-Za-z][\w -]*?)\s*:\s+(.*?)\s*$/.exec(line) ?? []
    if (key !== undefined && value !== undefined) entries.push([key.toLowerCase(), value.replace(/^(["'])(.*)\1$/, '$2')])
  }
  return Object.fromEntries(entries)
}

/** ATX (`## x`) and setext (underlined) headings outside of code. */
export function headingsOf(lines: readonly Line[]): Heading[] {
  const found: { title: string; level: number; at: number; end: number }[] = []
  for (const [index, line] of lines.entries()) {
    if (line.code) continue
    const atx = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/.exec(line.text)
    if (atx) found.push({ title: plain(atx[2] ?? ''), level: atx[1]?.length ?? 1, at: index, end: index + 1 })
    const under = /^ {0,3}(=+|-+)[ \t]*$/.exec(line.text)?.[1]
    const above = lines[index - 1]
    if (!under || !above || above.code || !/^ {0,3}[^\s#>|*+-]/.test(above.text)) continue
    found.push({ title: plain(above.text), level: under.startsWith('=') ? 1 : 2, at: index - 1, end: index + 1 })
  }
  return found.map(({ title, level, at, end }, position) => {
    const next = found.slice(position + 1).find((other) => other.level <= level)
    const below = lines.slice(end, next?.at ?? lines.length)
    return { title, level, line: lines[at]?.number ?? 1, empty: below.every((line) => isBare(line)) }
  })
}

/** The wanted headings that are missing or stand over nothing. */
export function missing(wanted: readonly string[], headings: readonly Heading[]): string[] {
  const there = new Set(headings.filter((heading) => !heading.empty).map((heading) => normal(heading.title)))
  return wanted.filter((title) => !there.has(normal(title)))
}

const NEVER_FILLED = /\b(?:TODO|TBD|FIXME)\b|\bx{3,}\b|\blorem ipsum\b/gi
const BRACKETS = /<(?!https?:|mailto:)[A-Za-z][^<>@\n]*>|\{\{[^{}\n]*\}\}/g
const HTML =
  /^<(?:a|abbr|b|blockquote|br|center|code|dd|del|details|div|dl|dt|em|h[1-6]|hr|i|img|input|ins|kbd|li|ol|p|picture|pre|q|s|samp|small|source|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul|var|video)(?=[\s/>])/i

/** What nobody filled in; bracket notations only in prose, where they do not describe syntax. */
export function placeholdersOf(lines: readonly Line[]): Placeholder[] {
  return lines.flatMap((line) => {
    const prose = line.code ? '' : line.text.replace(/(`+)[^`]*\1/g, '')
    const brackets = (prose.match(BRACKETS) ?? []).filter((text) => !HTML.test(text))
    return [...(line.text.match(NEVER_FILLED) ?? []), ...brackets].map((text) => ({ line: line.number, text }))
  })
}

function frontMatterLength(all: readonly string[]): number {
  if (all[0]?.trim() !== '---') return 0
  const end = all.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line))
  return end < 0 ? 0 : end + 1
}

function isBare(line: Line): boolean {
  return !line.code && (/^\s*$/.test(line.text) || /^ {0,3}#{1,6}(?:\s|$)/.test(line.text) || /^\s*[-=_*\s]+$/.test(line.text))
}

function plain(title: string): string {
  return title
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*`]|\b_|_\b/g, '')
    .trim()
}

/** Words only: `1. ✅ Verify: topology` and `Verify topology` are the same heading. */
function normal(title: string): string {
  return title
    .toLowerCase()
    .replace(/^[^\p{L}\p{N}]*(?:\d+(?:\.\d+)*[.):]?\s+)?/u, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
