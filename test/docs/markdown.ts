import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))

const inFolder = (folder: string): string[] =>
  readdirSync(root + folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`)
const probes = readdirSync(`${root}src/probes`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `src/probes/${name}/README.md`)

/** Every page that users read, relative to the repository. */
export const pages: readonly string[] = ['README.md', 'CHANGELOG.md', ...inFolder('docs'), ...probes]

export const read = (page: string): string => readFileSync(root + page, 'utf8')

export interface Block {
  readonly page: string
  readonly line: number
  /** What stands after the fence: `yaml item`. */
  readonly info: string
  readonly text: string
}

/** The fenced blocks of a page. */
export function blocksOf(page: string): Block[] {
  const text = read(page)
  return [...text.matchAll(/^```([^\n]*)\n([^]*?)^```$/gm)].map(({ 1: info = '', 2: body = '', index }) => ({
    page,
    line: text.slice(0, index).split('\n').length,
    info: info.trim(),
    text: body,
  }))
}

const withoutFences = (page: string): string => read(page).replaceAll(/^```[^]*?^```$/gm, '')

/** Code within lines, in one line each. */
export const inlineCode = (page: string): string[] => [...withoutFences(page).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)

/** Targets of links that lead to files of this repository. */
export const linksOf = (page: string): string[] =>
  [
    ...withoutFences(page)
      .replaceAll(/`[^`\n]*`/g, '')
      .matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g),
  ]
    .map(([, to = '']) => to)
    .filter((to) => !/^[a-z]+:/.test(to))

/** Names by which a page's headings are linked, as GitHub makes them. */
export const anchorsOf = (page: string): string[] =>
  [...withoutFences(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** First cells of the tables below a heading, without the code marks. */
export function namesIn(page: string, heading: string): string[] {
  const [, rest = ''] = withoutFences(page).split(new RegExp(`^#+ ${heading}$`, 'm'))
  const section = rest.split(/^#+ /m)[0] ?? ''
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = '']) => name)
}
