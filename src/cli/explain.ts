import type { Checklist, Item } from '../checklist/model.ts'
import { nearest } from '../core/nearest.ts'
import { PROBLEMS } from '../core/problems.ts'
import { WORDS } from '../core/words.ts'
import { looksFor } from './explain-look.ts'
import { explainProbe } from './explain-probe.ts'
import { PROBE_NAMES } from '../probes/registry.ts'
import { EXIT } from './exit.ts'
import { loadSources, type SourceOptions } from './load.ts'
import { sayProblems, usage } from './say.ts'
import type { Terminal } from './terminal.ts'

/** `readiness explain <word>`: an item, a probe, an outcome or reason, or the code of a problem; works offline. */
export async function explain(word: string, options: SourceOptions, terminal: Terminal): Promise<number> {
  const text = explainWord(word) ?? (await explainProbe(word))
  if (text !== undefined) {
    await terminal.stdout.write(`${text}\n`)
    return EXIT.go
  }
  const sources = await loadSources(options, terminal)
  const checklists = sources.ok ? sources.value.checklists : []
  const found = checklists.flatMap((checklist) => itemsOf(checklist, word).map((item) => explainItem(item, checklist)))
  if (found.length > 0) {
    await terminal.stdout.write(`${found.join('\n\n')}\n`)
    return EXIT.go
  }
  const ids = checklists.flatMap(({ items }) => [...items.keys()])
  const near = nearest(word, [...ids, ...PROBE_NAMES, ...Object.keys(WORDS), ...Object.keys(PROBLEMS)])
  const hint = near === undefined ? 'readiness list shows the items' : `did you mean ${near}?`
  return sayProblems([usage(`nothing is called ${word}`, hint), ...(sources.ok ? [] : sources.problems)], terminal)
}

function explainWord(word: string): string | undefined {
  if (Object.hasOwn(WORDS, word)) return `${word}: ${WORDS[word] ?? ''}`
  if (Object.hasOwn(PROBLEMS, word)) return `${word}: ${(PROBLEMS as Record<string, string>)[word] ?? ''}`
  return undefined
}

const itemsOf = ({ items }: Checklist, word: string): Item[] => [...items.values()].filter(({ id, refs }) => id === word || refs.includes(word))

function explainItem(item: Item, checklist: Checklist): string {
  const lines = [`${item.id}: ${item.title}`, `${item.severity}, ${item.phase}, ${checklist.id} (${item.place.file}:${item.place.line})`]
  const say = (label: string, text: string | undefined) => {
    if (text !== undefined && text !== '') lines.push(`${label.padEnd(8)} ${text}`)
  }
  say('source', item.lines === undefined ? undefined : `lines ${item.lines} of ${checklist.source ?? 'the document'}`)
  say('settles', item.refs.join(', '))
  say('needs', item.needs.join(', '))
  say('when', item.when?.program.source)
  for (const look of looksFor(item, checklist)) say('looks', look)
  for (const { program } of item.enough) say('enough', program.source)
  for (const { program } of item.expect) say('expects', program.source)
  for (const { program } of item.warn) say('warns', program.source)
  if (item.body.kind === 'children') say(item.body.mode, item.body.children.map((child) => (child.kind === 'ref' ? child.id : child.item.id)).join(', '))
  if (item.attest) say('attested', `by the ${item.attest.role}, evidence ${item.attest.evidence}`)
  say('why', item.why)
  say('fix', item.fix)
  for (const link of item.links) say('see', link)
  return lines.join('\n')
}
