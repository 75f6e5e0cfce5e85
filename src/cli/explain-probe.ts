import { loadProbe } from '../probes/registry.ts'
import { fieldsOf, type Field } from '../probes/fields-of.ts'

/** The pages of a probe for the terminal, from its manifest and schemas; undefined when there is no such probe. */
export async function explainProbe(name: string): Promise<string | undefined> {
  const probe = await loadProbe(name)
  if (!probe) return undefined
  const target = probe.target ? `Target: ${probe.target.kind}${probe.target.required ? '' : ' (optional)'}` : 'Target: none'
  const blocks = [
    `${probe.name}: ${probe.summary}`,
    `${target}. Time-out per attempt: ${probe.timeoutMs / 1000} s.`,
    table('Parameters (`with:`)', fieldsOf(probe.params, 'input')),
    table('Observation (what expectations can read)', fieldsOf(probe.observation, 'output')),
    ...(probe.target && probe.target.kind !== 'origin' ? [table(`Target (an entry of targets: with kind: ${probe.target.kind})`, fieldsOf(probe.target.schema, 'input'))] : []),
    ...probe.examples.map(({ title, yaml }) => `Example: ${title}\n${yaml.trimEnd().split('\n').map((line) => `  ${line}`).join('\n')}`),
  ]
  return blocks.join('\n\n')
}

function table(title: string, fields: readonly Field[]): string {
  const width = Math.min(34, Math.max(0, ...fields.map(({ path }) => path.length)))
  const rows = fields.map(({ path, type, optional, description }) => `  ${path.padEnd(width)}  ${type}${optional ? ', optional' : ''}${description === '' ? '' : `: ${description}`}`)
  return [title, ...rows].join('\n')
}
