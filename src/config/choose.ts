import type { Loaded, Problem } from '../core/problem.ts'
import { nearest } from '../core/nearest.ts'
import type { Config, Environment } from './model.ts'

/**
 * The environment of a run: the named one, or the only one. Problems: no such name, several and none named, or a
 * `${env.NAME}` in it without a value.
 */
export function chooseEnvironment(config: Config, name: string | undefined): Loaded<Environment> {
  const known = [...config.environments.keys(), ...config.unset.keys()].sort()
  const chosen = name ?? (known.length === 1 ? known[0] : undefined)
  if (chosen === undefined)
    return refuse(
      'no-environment',
      `${config.file} has ${known.length} environments and none was chosen`,
      `add --env with one of: ${known.join(', ')}`,
    )
  const environment = config.environments.get(chosen)
  if (environment) return { ok: true, value: environment, warnings: [] }
  const unset = config.unset.get(chosen)
  if (unset) return { ok: false, problems: unset }
  return refuse('unknown-environment', `there is no environment "${chosen}" in ${config.file}`, suggestion(chosen, known))
}

function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known)
  const list = `known: ${known.join(', ')}`
  return near === undefined ? list : `did you mean ${near}? ${list}`
}

const refuse = (code: string, message: string, hint: string): Loaded<Environment> => {
  const problem: Problem = { code, level: 'error', message, hint }
  return { ok: false, problems: [problem] }
}
