import { beforeAll, expect, it } from 'vitest'
import { caseReport } from './fixtures.ts'
import { PAYLOADS } from './fixtures/hostile.ts'
import { FORMATS, loadReporter } from './registry.ts'
import type { Style } from './style.ts'

const STYLE: Style = { width: 80, color: 0, unicode: true, verbose: true, quiet: false }
const NAMES = FORMATS.map((format) => format.name)
const texts = new Map<string, string>()

beforeAll(async () => {
  for (const name of NAMES) texts.set(name, (await loadReporter(name))?.render(caseReport('hostile'), STYLE) ?? '')
}, 60_000)

it('has payloads enough', () => {
  expect(PAYLOADS.length).toBeGreaterThan(40)
})

it.each(NAMES)('lets nothing through that a terminal obeys: %s', (name) => {
  const text = texts.get(name) ?? ''
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\p{Cs}\u{e0000}-\u{e007f}]/u)
})

it.each(NAMES.filter((name) => name !== 'json'))('cuts a title of a megabyte and says how much is missing: %s', (name) => {
  const text = texts.get(name) ?? ''
  expect(text.length).toBeLessThan(3_000_000)
  expect(text).toMatch(/999,\d{3} more characters/)
})

it('puts every line of GitHub annotations under a command of its own', () => {
  const lines = (texts.get('github') ?? '').trimEnd().split('\n')
  expect(lines.filter((line) => !/^::(?:error|warning|notice) [^:]*::/.test(line))).toEqual([])
  expect(lines.join('\n')).not.toMatch(/##\w*\[/)
  for (const line of lines)
    expect(/^::\w+ (.*?)::/.exec(line)?.[1]?.replace(/%(?:25|0A|0D|3A|2C)/g, '')).not.toMatch(/%|,(?!(?:line|title)=)/)
})

it('shows no payload as HTML of its own', () => {
  const html = (texts.get('html') ?? '').replace(/<style>.*?<\/style>/s, '')
  const tags = new Set([...html.matchAll(/<\/?([^\s>/]+)/g)].map((tag) => (tag[1] ?? '').toLowerCase()))
  const own = [
    '!doctype',
    'html',
    'head',
    'meta',
    'title',
    'body',
    'header',
    'main',
    'section',
    'h1',
    'h2',
    'p',
    'b',
    'i',
    'br',
    'a',
    'ul',
    'ol',
    'li',
    'dl',
    'dt',
    'dd',
    'div',
    'span',
    'strong',
    'details',
    'summary',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
  ]
  expect([...tags].filter((tag) => !own.includes(tag))).toEqual([])
  for (const [tag] of html.matchAll(/<[a-z][^>]*>/g)) expect(tag).not.toMatch(/\son\w+=|javascript:|src=/i)
  expect([...html.matchAll(/href="([^"]*)"/g)].filter((link) => !/^https?:\/\//.test(link[1] ?? ''))).toEqual([])
})

it('keeps the style sheet of the page free of what the report says', async () => {
  const reporter = await loadReporter('html')
  const style = (text: string): string => /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? ''
  const spot = (text: string): string => style(text).replace(/content: "[\w .,:-]*"; font: 8pt sans-serif; } }$/, '')
  expect(spot(texts.get('html') ?? '')).toBe(spot(reporter?.render(caseReport('go'), STYLE) ?? ''))
})

it('leaves nothing in Markdown that acts', () => {
  const markdown = texts.get('markdown') ?? ''
  expect(markdown.length).toBeLessThanOrEqual(60_000)
  const prose = outsideCode(markdown)
    .replaceAll('&#8203;', '\u200b')
    .replaceAll(/\\[^a-z0-9\s]/gi, '')
  expect(prose).not.toMatch(/!\[|\]\(|@\w|#\d|gh-\d|:\/\/|www\.|[`*]{3}|~~/i)
  expect(
    [...new Set([...prose.matchAll(/<[^>]*>?/g)].map((tag) => tag[0]))].filter(
      (tag) => !['<details>', '</details>', '<summary>', '</summary>'].includes(tag),
    ),
  ).toEqual([])
  for (const line of markdown.split('\n').filter((row) => row.startsWith('| ')))
    expect(line.replaceAll(/\\[^\w\s]/g, '').match(/\|/g)).toHaveLength(5)
})

it('lets no evidence draw the verdict: the last line of the screen is its own', () => {
  const lines = (texts.get('pretty') ?? '').trimEnd().split('\n')
  expect(lines.at(-1)).toMatch(/^━━ NO-GO ━+$/)
  expect(lines.filter((line) => line.startsWith('━'))).toHaveLength(2)
  expect(lines.filter((line) => /^ {0,3}GO\b/.test(line))).toEqual([])
})

/** Markdown without fenced blocks and code spans, read as CommonMark does: a fence ends with one at least as long. */
function outsideCode(markdown: string): string {
  const kept: string[] = []
  let open = ''
  for (const line of markdown.split('\n')) {
    const ticks = /^(`{3,})/.exec(line)?.[1] ?? ''
    if (open === '' && ticks !== '') open = ticks
    else if (open === '') kept.push(line)
    else if (ticks.length >= open.length && line === ticks) open = ''
  }
  expect(open).toBe('')
  return kept.map((line) => line.replace(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, '')).join('\n')
}
