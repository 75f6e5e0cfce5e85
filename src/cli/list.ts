import { dirname, resolve } from 'node:path'
import type { Checklist, Item } from '../checklist/model.ts'
import { readCapped } from '../io/files.ts'
import { escapeControls } from '../redaction/escape.ts'
import { EXIT } from './exit.ts'
import { loadSources, type SourceOptions } from './load.ts'
import { sayProblems, usage } from './say.ts'
import type { Terminal } from './terminal.ts'

export interface ListOptions extends SourceOptions {
  readonly uncovered?: boolean
  readonly source?: string
  readonly json?: boolean
}

const MAX_BYTES = 4 * 1024 * 1024

/** `readiness list`: the items, or with `--uncovered` the lines of the source document that none of them names. */
export async function listItems(options: ListOptions, terminal: Terminal): Promise<number> {
  const sources = await loadSources(options, terminal)
  if (!sources.ok) return sayProblems(sources.problems, terminal)
  const { checklists } = sources.value
  if (options.uncovered) return uncovered(checklists, options, terminal)
  const items = checklists.flatMap((checklist) => [...checklist.items.values()].map((item) => ({ checklist: checklist.id, item })))
  const text = options.json
    ? JSON.stringify(items.map(({ checklist, item: { id, title, severity, phase, refs, lines, tags } }) => ({ checklist, id, title, severity, phase, refs, lines, tags })), null, 2)
    : checklists.map(pretty).join('\n\n')
  await terminal.stdout.write(`${text}\n`)
  return EXIT.go
}

function pretty({ id, title, sections }: Checklist): string {
  const width = Math.min(44, Math.max(...sections.flatMap(({ items }) => items.map((item) => item.id.length))))
  const line = (item: Item) => `  ${item.id.padEnd(width)}  ${item.severity.padEnd(8)}  ${item.phase.padEnd(12)}  ${escapeControls(item.title)}`
  return [`${id}: ${title}`, ...sections.flatMap((section) => ['', section.title, ...section.items.map(line)])].join('\n')
}

async function uncovered(checklists: readonly Checklist[], options: ListOptions, terminal: Terminal): Promise<number> {
  for (const checklist of checklists) {
    const file = options.source ?? (checklist.source === undefined ? undefined : resolve(dirname(resolve(terminal.cwd, checklist.file)), checklist.source))
    if (file === undefined) return sayProblems([usage(`${checklist.id} names no source document`, 'give it with --source')], terminal)
    const text = await readCapped(resolve(terminal.cwd, file), MAX_BYTES).then((bytes) => Buffer.from(bytes).toString('utf8')).catch(() => undefined)
    if (text === undefined) return sayProblems([usage(`the source document ${checklist.source ?? file} of ${checklist.id} cannot be read`, 'give its place with --source')], terminal)
    const covered = coveredLines(checklist)
    const open = text.split(/\r?\n/).map((line, index) => ({ line, number: index + 1 })).filter(({ line, number }) => says(line) && !covered.has(number))
    const lines = open.map(({ line, number }) => `${String(number).padStart(5)}  ${escapeControls(line)}`)
    await terminal.stdout.write(`${[...lines, `${checklist.id}: ${open.length} lines of ${checklist.source ?? file} are named by no item`].join('\n')}\n`)
  }
  return EXIT.go
}

/** Whether a line has words: rules, fences and blank lines need no item. */
const says = (line: string): boolean => /[\p{L}\p{N}]/u.test(line.replace(/^\s*`{3,}.*$/, ''))

function coveredLines({ items }: Checklist): Set<number> {
  const covered = new Set<number>()
  for (const { lines } of items.values()) {
    for (const range of lines?.split(',') ?? []) {
      const [from = 0, to = from] = range.split('-').map(Number)
      for (let line = from; line <= to; line += 1) covered.add(line)
    }
  }
  return covered
}
