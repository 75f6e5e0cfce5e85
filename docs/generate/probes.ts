import * as z from 'zod'
import type { Probe } from '../../src/probes/contract.ts'
import { fieldsOf } from '../../src/probes/fields-of.ts'
import { loadProbe, PROBE_NAMES } from '../../src/probes/registry.ts'
import { cell, inputTable, outputTable, table } from './markdown.ts'

/** Every probe of the registry, by name. */
export async function allProbes(): Promise<Probe[]> {
  const probes = await Promise.all([...PROBE_NAMES].sort().map((name) => loadProbe(name)))
  return probes.flatMap((probe) => probe ?? [])
}

/** What stands between the markers of a probe's README. */
export function probeParts(probe: Probe): Record<string, string> {
  return {
    params: [useOf(probe), inputTable(fieldsOf(probe.params, 'input')), ...targetOf(probe)].join('\n\n'),
    observation: [outputTable(fieldsOf(probe.observation, 'output')), ...examplesOf(probe)].join('\n\n'),
  }
}

function useOf(probe: Probe): string {
  const target = probe.target ? `Target: ${kindOf(probe)}` : 'No target'
  return `${target}. Effect: ${effectOf(probe)}. Deadline of one attempt: ${probe.timeoutMs / 1000} s unless \`timeout\` says otherwise.`
}

function targetOf({ name, target }: Probe): string[] {
  if (!target || target.kind === 'origin') return []
  const use = `An entry of \`targets:\` with \`kind: ${target.kind}\`${target.kind === name ? '' : `, which ${name} reads`}:`
  return [use, inputTable(fieldsOf(target.schema as z.ZodType, 'input'), 'key')]
}

const examplesOf = ({ examples }: Probe): string[] =>
  examples.flatMap(({ title, yaml }, index) => [
    ...(index === 0 ? ['### Examples'] : []),
    `${title}:`,
    `\`\`\`yaml item\n${asListEntry(yaml)}\n\`\`\``,
  ])

const asListEntry = (yaml: string): string =>
  yaml
    .trim()
    .split('\n')
    .map((line, index) => `${index === 0 ? '- ' : '  '}${line}`.trimEnd())
    .join('\n')

function kindOf({ target }: Probe): string {
  if (!target) return 'none'
  const kind = target.kind === 'origin' ? 'an origin of the environment' : `\`${target.kind}\``
  return target.required ? kind : `${kind} (optional)`
}

function effectOf({ effect }: Probe): string {
  if (effect({}) === 'declare') return 'must be declared'
  return effect({ method: 'POST' }) === 'declare' ? 'read; other methods than GET, HEAD and OPTIONS must declare it' : 'read'
}

/** docs/probes.md: all probes in one table. */
export function probesPage(probes: readonly Probe[]): string {
  const rows = probes.map((probe) => [
    `[${probe.name}](../src/probes/${probe.name}/README.md)`,
    cell(probe.summary.replace(/\.$/, '')),
    kindOf(probe),
    effectOf(probe),
  ])
  return `# Probes

A probe looks at one kind of thing and returns what it saw. It never judges. \`readiness explain <probe>\` prints the same
tables at a terminal. Each name leads to its page: why it is there, parameters, observation, limits, examples.

${table(['probe', 'looks at', 'target', 'effect'], rows)}

In the tables of the pages:

- **kind**: \`text\`, \`int\`, \`double\`, \`bool\`, lists and maps are the types of [expressions](expressions.md). \`text or secret\` takes \`\${secrets.name}\`.
- **required** parameters must be given; others have the default that is shown, or none.
- **optional** fields may be absent (an expectation that needs one fails) or unread (it is unknown). See [absent and unread](expressions.md#absent-and-unread).
- **(faults found)** lists hold what was found wrong. An empty one is good news, so it is not \`insufficient\`.

To add one: [writing a probe](writing-a-probe.md).
`
}
