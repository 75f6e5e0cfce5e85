import type { Environment } from '../config/model.ts'
import type { Look } from '../looks/model.ts'
import { loadProbe } from '../probes/registry.ts'
import { usesOf } from './reads.ts'

/** Why a run would not make a look, as far as that is known beforehand; undefined for one that it would make. */
export async function refusalBefore(look: Look, environment: Environment, allowExec: boolean): Promise<string | undefined> {
  if (look.effect !== 'read' && !environment.allow.includes(look.effect))
    return `${environment.name} does not allow it, nothing would be sent`
  if (allowExec) return undefined
  const runs = await Promise.all(usesOf(look).map((use) => runsProgram(use, environment)))
  return runs.includes(true) ? 'programs run only with --allow-exec' : undefined
}

/** Whether a use of a probe runs a program that an author named: the probe `command`, or a target that a `command` prints. */
async function runsProgram({ probe, target }: ReturnType<typeof usesOf>[number], { targets }: Environment): Promise<boolean> {
  if (probe === 'command') return true
  const kind = (await loadProbe(probe))?.target?.kind
  const chosen = [...targets].find(([name, one]) => one.kind === kind && (target === undefined || target === name))?.[1].with
  return chosen?.kind === 'map' && chosen.entries.some(([key]) => key === 'command')
}
