import { loadProbe } from '../probes/registry.ts'
import { fieldsOf, type Field } from '../probes/fields-of.ts'
import { hanging } from './hanging.ts'

/** The pages of a probe for a terminal of `width` columns, from its manifest and schemas; undefined when there is no such probe. */
export async function explainProbe(name: string, width: number): Promise<string | undefined> {
  const probe = await loadProbe(name)
  if (!probe) return undefined
  const target = probe.target ? `Target: ${probe.target.kind}${probe.target.required ? '' : ' (optional)'}` : 'Target: none'
  const blocks = [
    hanging('', `${probe.name}: ${probe.summary}`, width).join('\n'),
    `${target}. Time-out per attempt: ${probe.timeoutMs / 1000} s.`,
    table('Parameters (`with:`)', fieldsOf(probe.params, 'input'), width),
    table('Observation (what expectations can read)', fieldsOf(probe.observation, 'output'), width),
    ...(probe.target && probe.target.kind !== 'origin'
      ? [table(`Target (an entry of targets: with kind: ${probe.target.kind})`, fieldsOf(probe.target.schema, 'input'), width)]
      : []),
    ...probe.examples.map(
      ({ title, yaml }) =>
        `Example: ${title}\n${yaml
          .trimEnd()
          .split('\n')
          .map((line) => `  ${line}`)
          .join('\n')}`,
    ),
  ]
  return blocks.join('\n\n')
}

function table(title: string, fields: readonly Field[], width: number): string {
  const first = Math.min(34, Math.max(0, ...fields.map(({ path }) => path.length)))
  const rows = fields.flatMap(({ path, type, optional, description }) =>
    hanging(`  ${path.padEnd(first)}  `, `${type}${optional ? ', optional' : ''}${description === '' ? '' : `: ${description}`}`, width),
  )
  return [title, ...rows].join('\n')
}
