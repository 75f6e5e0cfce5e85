import { dirname, resolve } from 'node:path'
import type { Checklist, Item } from '../checklist/model.ts'
import { readCapped } from '../io/files.ts'
import { escapeControls } from '../redaction/escape.ts'
import { wrap } from '../report/pretty/wrap.ts'
import { EXIT } from './exit.ts'
import { hanging } from './hanging.ts'
import { loadSources, type SourceOptions } from './load.ts'
import { count, sayProblems, usage } from './say.ts'
import type { Terminal } from './terminal.ts'

export interface ListOptions extends SourceOptions {
  readonly uncovered?: boolean
  readonly parts?: boolean
  readonly source?: string
  readonly json?: boolean
}

const MAX_BYTES = 4 * 1024 * 1024

/** `readiness list`: the items, or with `--uncovered` the lines of the source document that none of them names. */
export async function listItems(options: ListOptions, terminal: Terminal): Promise<number> {
  const sources = await loadSources(options, terminal, { alone: true })
  if (!sources.ok) return sayProblems(sources.problems, terminal)
  const { checklists } = sources.value
  if (options.uncovered) return uncovered(checklists, options, terminal)
  const items = checklists.flatMap((checklist) => [...checklist.items.values()].map((item) => ({ checklist: checklist.id, item })))
  const text = options.json
    ? JSON.stringify(
        items.map(({ checklist, item: { id, title, severity, phase, refs, lines, tags } }) => ({
          checklist,
          id,
          title,
          severity,
          phase,
          refs,
          lines,
          tags,
        })),
        null,
        2,
      )
    : checklists.map((checklist) => pretty(checklist, options.parts === true, terminal.stdout.columns)).join('\n\n')
  await terminal.stdout.write(`${text}\n`)
  return EXIT.go
}

interface Row {
  /** 0 in a section, 1 as a part of such an item, and so on. */
  readonly depth: number
  readonly item: Item
}

function pretty({ id, title, sections, items }: Checklist, parts: boolean, columns: number): string {
  const sets = sections.map((section) => ({ title: section.title, rows: section.items.flatMap((item) => rowsOf(item, 0, parts)) }))
  const all = sets.flatMap(({ rows }) => rows)
  const longest = (texts: readonly string[]) => Math.min(44, Math.max(0, ...texts.map(({ length }) => length)))
  const [ids, phases] = [longest(all.map(nameOf)), longest(all.map(({ item }) => item.phase))]
  const lines = (row: Row) =>
    hanging(
      `${nameOf(row).padEnd(ids)}  ${row.item.severity.padEnd(8)}  ${row.item.phase.padEnd(phases)}  `,
      escapeControls(row.item.title),
      columns,
    )
  const hidden = items.size - all.length
  const rest =
    hidden > 0
      ? [
          '',
          ...wrap(
            `${count(hidden, 'part')} of these items ${hidden === 1 ? 'is' : 'are'} not shown; readiness list --parts shows them`,
            columns,
          ),
        ]
      : []
  return [
    ...wrap(`${id}: ${title}`, columns),
    ...sets.flatMap((set) => ['', ...wrap(set.title, columns), ...set.rows.flatMap(lines)]),
    ...rest,
  ].join('\n')
}

function rowsOf(item: Item, depth: number, parts: boolean): Row[] {
  const children = parts && item.body.kind === 'children' ? item.body.children : []
  return [{ depth, item }, ...children.flatMap((child) => (child.kind === 'item' ? rowsOf(child.item, depth + 1, parts) : []))]
}

const nameOf = ({ depth, item }: Row): string => `${'  '.repeat(depth + 1)}${item.id}`

async function uncovered(checklists: readonly Checklist[], options: ListOptions, terminal: Terminal): Promise<number> {
  for (const checklist of checklists) {
    const file =
      options.source ??
      (checklist.source === undefined ? undefined : resolve(dirname(resolve(terminal.cwd, checklist.file)), checklist.source))
    if (file === undefined) return sayProblems([usage(`${checklist.id} names no source document`, 'give it with --source')], terminal)
    const text = await readCapped(resolve(terminal.cwd, file), MAX_BYTES)
      .then((bytes) => Buffer.from(bytes).toString('utf8'))
      .catch(() => undefined)
    if (text === undefined)
      return sayProblems(
        [usage(`the source document ${checklist.source ?? file} of ${checklist.id} cannot be read`, 'give its place with --source')],
        terminal,
      )
    const covered = coveredLines(checklist)
    const open = text
      .split(/\r?\n/)
      .map((line, index) => ({ line, number: index + 1 }))
      .filter(({ line, number }) => says(line) && !covered.has(number))
    const lines = open.map(({ line, number }) => `${String(number).padStart(5)}  ${escapeControls(line)}`)
    await terminal.stdout.write(
      `${[...lines, `${checklist.id}: ${count(open.length, 'line')} of ${checklist.source ?? file} ${open.length === 1 ? 'is' : 'are'} named by no item`].join('\n')}\n`,
    )
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
