import type { Checklist, Item } from '../checklist/model.ts'
import { nearest } from '../core/nearest.ts'
import type { Problem } from '../core/problem.ts'
import { PROBLEMS } from '../core/problems.ts'
import { WORDS } from '../core/words.ts'
import type { Expectation } from '../looks/model.ts'
import { PROBE_NAMES } from '../probes/registry.ts'
import { looksFor } from './explain-look.ts'
import { explainProbe } from './explain-probe.ts'
import { explainWord } from './explain-word.ts'
import { EXIT } from './exit.ts'
import { hanging } from './hanging.ts'
import { loadSources, type SourceOptions } from './load.ts'
import { didYouMean, meant } from './meant.ts'
import { sayProblems, usage } from './say.ts'
import type { Terminal } from './terminal.ts'

/** `readiness explain <word>`: an item, a probe, an outcome or reason, an exit status, or the code of a problem; works offline. */
export async function explain(word: string, options: SourceOptions, terminal: Terminal): Promise<number> {
  const width = terminal.stdout.columns
  const text = explainWord(word, width) ?? (await explainProbe(word, width))
  if (text !== undefined) {
    await terminal.stdout.write(`${text}\n`)
    return EXIT.go
  }
  const sources = await loadSources(options, terminal, { alone: true })
  const checklists = sources.ok ? sources.value.checklists : []
  const found = checklists.flatMap((checklist) => itemsOf(checklist, word).map((item) => explainItem(item, checklist, width)))
  if (found.length > 0) {
    await terminal.stdout.write(`${found.join('\n\n')}\n`)
    return EXIT.go
  }
  const known = [...PROBE_NAMES, ...Object.keys(WORDS), ...Object.keys(PROBLEMS)]
  if (!sources.ok) return sayProblems([...sources.problems, notFixed(word, known)], terminal, '')
  const near = meant(word, [...checklists.flatMap(({ items }) => [...items.keys()]), ...known])
  return sayProblems(
    [usage(`nothing is called ${word}`, near.length === 0 ? 'readiness list --parts shows every item' : didYouMean(near))],
    terminal,
    '',
  )
}

/** What can be said of a word where no checklist could be loaded: it may be an item of one. */
function notFixed(word: string, known: readonly string[]): Problem {
  const near = nearest(word, known)
  return usage(
    `${word} is no probe, outcome, reason, exit status or code of a problem; whether an item is called so cannot be told`,
    near === undefined ? undefined : didYouMean([near]),
  )
}

const itemsOf = ({ items }: Checklist, word: string): Item[] =>
  [...items.values()].filter(({ id, refs }) => id === word || refs.includes(word))

function explainItem(item: Item, checklist: Checklist, width: number): string {
  const lines = [
    ...hanging('', `${item.id}: ${item.title}`, width),
    ...hanging('', `${item.severity}, ${item.phase}, ${checklist.id} (${item.place.file}:${item.place.line})`, width),
  ]
  const say = (label: string, text: string | undefined) => {
    if (text !== undefined && text !== '') lines.push(...hanging(`${label.padEnd(8)} `, text, width))
  }
  say(
    'source',
    item.lines === undefined
      ? undefined
      : `${/^\d+$/.test(item.lines) ? 'line' : 'lines'} ${item.lines} of ${checklist.source ?? 'the document'}`,
  )
  say('settles', item.refs.join(', '))
  say('needs', item.needs.join(', '))
  say('when', item.when?.program.source)
  for (const look of looksFor(item, checklist)) say('looks', look)
  const sayWanted = (label: string, { message, program }: Expectation) => {
    say(label, message ?? program.source)
    if (message !== undefined) say('', program.source)
  }
  for (const one of item.enough) sayWanted('enough', one)
  for (const one of item.expect) sayWanted('expects', one)
  for (const one of item.warn) sayWanted('warns', one)
  if (item.body.kind === 'children')
    say(item.body.mode, item.body.children.map((child) => (child.kind === 'ref' ? child.id : child.item.id)).join(', '))
  if (item.attest) say('attested', `by the ${item.attest.role}, evidence ${item.attest.evidence}`)
  say('why', item.why)
  say('fix', item.fix)
  for (const link of item.links) say('see', link)
  return lines.join('\n')
}
