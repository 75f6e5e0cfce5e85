import type { Unread } from '../../core/unread.ts'
import type { Observe } from '../contract.ts'
import { isPlaceholder } from '../placeholder.ts'
import type { Observation, Params, Target, Variable } from './schema.ts'
import { readEnvironment } from './source.ts'
import type { Environment, Gap } from './source.ts'

/** Names under which values stand that should not be seen, asked for or not. */
const SECRET_NAME = /SECRET|TOKEN|PASSW|PASSPHRASE|CREDENTIAL|PRIVATE|(?:^|_)(?:KEY|PWD|PASS|DSN)(?:_|$)|API_?KEY|_URL$|_URI$|CONNECTION/i

/** Reads an environment; of values only facts are kept, unless the checklist says that one may be shown. */
export const observe: Observe<Params, Observation, Target> = async (params, context) => {
  const environment = await readEnvironment(context)
  const asked = askedFor(params.variables)
  for (const [name, value] of environment.variables) {
    const isHidden = asked.get(name) === false || (!asked.has(name) && SECRET_NAME.test(name))
    if (isHidden && typeof value === 'string' && value !== '' && !isOrigin(name, value)) context.learn(value, `env.${name}`)
  }
  const unread: Unread[] = []
  const variables: Record<string, Variable> = {}
  for (const [name, show] of asked) {
    const seen = look(name, show, environment)
    if (seen.variable) variables[name] = seen.variable
    unread.push(...seen.unread)
  }
  const { source, gap } = environment
  const names = [...environment.variables.keys()].sort()
  if (gap) unread.push({ path: ['names'], ...gap })
  return { observation: { variables, source, ...(!gap && { names }) }, unread, answer: `${names.length} variables of ${source}` }
}

/** Scheme, host and port hold no secret, and masking them would take the target's own address out of everything else that is seen. */
function isOrigin(name: string, value: string): boolean {
  return /_UR[LI]$/i.test(name) && /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]+\/?$/i.test(value)
}

function askedFor(variables: Params['variables']): Map<string, boolean> {
  if (Array.isArray(variables)) return new Map(variables.map((name) => [name, false]))
  return new Map(Object.entries(variables).map(([name, { show }]) => [name, show]))
}

interface Looked {
  readonly variable?: Variable
  readonly unread: readonly Unread[]
}

function look(name: string, show: boolean, { variables, gap }: Environment): Looked {
  const value = variables.get(name)
  if (typeof value === 'string') return { variable: factsOf(value, show), unread: [] }
  if (value === undefined) return gap ? { unread: [{ path: ['variables', name], ...gap }] } : { variable: { present: false }, unread: [] }
  return value.reason === 'unsupported'
    ? { variable: { present: true }, unread: contentUnread(name, value) }
    : { unread: [{ path: ['variables', name], ...value }] }
}

function contentUnread(name: string, gap: Gap): Unread[] {
  return ['empty', 'placeholder', 'length', 'value', 'integer'].map((field) => ({ path: ['variables', name, field], ...gap }))
}

function factsOf(value: string, show: boolean): Variable {
  const facts = { present: true, empty: value.trim() === '', placeholder: isPlaceholder(value), length: [...value].length }
  if (!show) return facts
  const integer = /^[+-]?\d{1,15}$/.test(value.trim()) ? Number(value) : undefined
  return { ...facts, value, ...(integer !== undefined && { integer }) }
}
