import { nearest } from '../core/nearest.ts'
import type { Scope } from '../expression/index.ts'
import { checkWith } from '../looks/check-with.ts'
import type { Probe } from '../probes/contract.ts'
import { loadProbe, PROBE_NAMES } from '../probes/registry.ts'
import type { Target } from './model.ts'
import type { EnvironmentFile } from './schema.ts'
import { complain, withEnv } from './section.ts'
import type { Section } from './section.ts'
import { compileData } from './templates.ts'

/** Targets by name, each checked against the schema of the probe whose kind it is, as far as secrets allow. */
export async function readTargets(section: Section, scope: Scope, targets: EnvironmentFile['targets'] = {}): Promise<Map<string, Target>> {
  const { value, document } = withEnv(section, 'targets', targets, 'templates')
  const found = new Map<string, Target>()
  for (const [name, { kind, ...rest }] of Object.entries(value)) {
    const path = ['targets', name]
    const full = [...section.path, ...path]
    const tree = compileData({ section, scope, document, path }, rest)
    const probe = await probeOf(kind)
    if (probe === undefined)
      complain(section, [...path, 'kind'], 'unknown-kind', `no probe looks at the kind "${kind}"`, await suggestion(kind))
    else if (tree) checkWith({ document, report: (problem) => void section.problems.push(problem) }, probe, tree, full)
    if (tree) found.set(name, { kind, with: tree, place: document.place(full, 'key') })
  }
  return found
}

/** The first probe of a kind, with the schema of its targets as that of its parameters; most are named like their kind. */
async function probeOf(kind: string): Promise<Probe | undefined> {
  for (const name of kind === 'origin' ? [] : [kind, ...PROBE_NAMES]) {
    const probe = await loadProbe(name)
    if (probe?.target?.kind === kind) return { ...probe, params: probe.target.schema }
  }
  return undefined
}

async function suggestion(kind: string): Promise<string> {
  const probes = await Promise.all(PROBE_NAMES.map((name) => loadProbe(name)))
  const kinds = [...new Set(probes.flatMap((probe) => probe?.target?.kind ?? []))].filter((known) => known !== 'origin').sort()
  const near = nearest(kind, kinds)
  return near === undefined ? `known: ${kinds.join(', ')}` : `did you mean ${near}?`
}
