import { wrap } from '../report/pretty/wrap.ts'
import { EXIT } from './exit.ts'
import { loadSources, type SourceOptions } from './load.ts'
import { count, sayProblems, sayWarnings } from './say.ts'
import type { Terminal } from './terminal.ts'

/** `readiness validate`: loads everything, touches neither network nor secrets. */
export async function validate(options: SourceOptions, terminal: Terminal): Promise<number> {
  const sources = await loadSources(options, terminal, { alone: true })
  if (!sources.ok) return sayProblems(sources.problems, terminal)
  await sayWarnings(sources.warnings, terminal)
  const { checklists, config, attestations, bare } = sources.value
  const lines = checklists.map(
    ({ file, id, items, looks, sections }) =>
      `${file}: ${id}: ${count(items.size, 'item')} in ${count(sections.length, 'section')}, ${count(looks.size, 'look')}`,
  )
  const environments = bare ? '' : `${count(config.environments.size, 'environment')}: ${[...config.environments.keys()].join(', ')}; `
  const rest = `${environments}${count(attestations.length, 'attestation')}; ${count(sources.warnings.length, 'warning')}`
  const unchecked = bare
    ? wrap('There is no readiness.yaml here: names of environments and secrets could not be checked.', terminal.stdout.columns)
    : []
  await terminal.stdout.write(`${[...lines, rest, ...unchecked].join('\n')}\n`)
  return EXIT.go
}
