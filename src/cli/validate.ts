import { EXIT } from './exit.ts'
import { loadSources, type SourceOptions } from './load.ts'
import { count, sayProblems, sayWarnings } from './say.ts'
import type { Terminal } from './terminal.ts'

/** `readiness validate`: loads everything, touches neither network nor secrets. */
export async function validate(options: SourceOptions, terminal: Terminal): Promise<number> {
  const sources = await loadSources(options, terminal)
  if (!sources.ok) return sayProblems(sources.problems, terminal)
  await sayWarnings(sources.warnings, terminal)
  const { checklists, config, attestations } = sources.value
  const lines = checklists.map(({ file, id, items, looks, sections }) =>
    `${file}: ${id}: ${count(items.size, 'item')} in ${count(sections.length, 'section')}, ${count(looks.size, 'look')}`)
  const rest = `${count(config.environments.size, 'environment')}: ${[...config.environments.keys()].join(', ')}; ${count(attestations.length, 'attestation')}; ${count(sources.warnings.length, 'warning')}`
  await terminal.stdout.write(`${[...lines, rest].join('\n')}\n`)
  return EXIT.go
}
