import type { Report } from '../core/report.ts'
import type { Style } from './style.ts'

/** A report as text of one format: a function of its arguments, without clock, environment, colour state or exit status. */
export type Render = (report: Report, style: Style) => string

export interface Format {
  /** As written after `--format`. */
  readonly name: string
  /** For `--help`. */
  readonly summary: string
  /** Of the files it is usually written to, without the dot. */
  readonly extension: string
}

export interface Reporter extends Format {
  readonly render: Render
}

interface Entry extends Format {
  readonly load: () => Promise<Render>
}

const ENTRIES: readonly Entry[] = [
  {
    name: 'pretty',
    summary: 'for people at a terminal',
    extension: 'txt',
    load: async () => (await import('./pretty/pretty.ts')).renderPretty,
  },
  {
    name: 'json',
    summary: 'the report itself, readiness.report/1',
    extension: 'json',
    load: async () => (await import('./json/json.ts')).renderJson,
  },
  {
    name: 'junit',
    summary: 'JUnit XML for CI systems',
    extension: 'xml',
    load: async () => (await import('./junit/junit.ts')).renderJunit,
  },
  {
    name: 'markdown',
    summary: 'a comment on a pull request or a step summary',
    extension: 'md',
    load: async () => (await import('./markdown/markdown.ts')).renderMarkdown,
  },
  {
    name: 'github',
    summary: 'annotations of GitHub Actions',
    extension: 'log',
    load: async () => (await import('./github/github.ts')).renderGithub,
  },
  {
    name: 'html',
    summary: 'one page to read, and the sign-off sheet when printed',
    extension: 'html',
    load: async () => (await import('./html/html.ts')).renderHtml,
  },
]

/** Every format there is, in the order of `--help`; nothing is loaded. */
export const FORMATS: readonly Format[] = ENTRIES.map(({ name, summary, extension }) => ({ name, summary, extension }))

/** The reporter of that name with its libraries loaded, or undefined when there is none. */
export async function loadReporter(name: string): Promise<Reporter | undefined> {
  const entry = ENTRIES.find((candidate) => candidate.name === name)
  if (!entry) return undefined
  return { name: entry.name, summary: entry.summary, extension: entry.extension, render: await entry.load() }
}
