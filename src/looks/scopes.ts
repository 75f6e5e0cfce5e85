import { createScope } from '../expression/index.ts'
import type { JsonSchema, Scope } from '../expression/index.ts'

/** What may stand in expressions beside the observation, by root. */
export type Roots = Readonly<Record<string, JsonSchema>>

/** Gives one scope for each set of names, however many expressions ask for it. */
export interface Scopes {
  /** The fields of an observation at the top level, beside the roots. */
  expression(observed?: JsonSchema, saved?: Roots): Scope
  /** For `${...}`: no observation, but `secrets`, `env` and the row of `each`. */
  template(saved?: Roots, each?: Roots): Scope
  /** For `${...}` that is completed before anything is looked at: the parameters alone. */
  params(): Scope
}

const NOTHING: JsonSchema = { type: 'object' }
const NO_NAMES: Roots = {}

/** An object that has just these fields. */
export function objectOf(fields: Roots, required: readonly string[] = []): JsonSchema {
  return { type: 'object', properties: { ...fields }, required: [...required], additionalProperties: false }
}

/** An object of the named secrets or variables, or of any name when they are not known. */
export function namesOf(names: readonly string[] | undefined, value: JsonSchema): JsonSchema {
  return names ? objectOf(Object.fromEntries(names.map((name) => [name, value]))) : { type: 'object', additionalProperties: value }
}

export const SECRET: JsonSchema = { 'x-cel': 'secret' }

/**
 * The scopes of one document. `roots` are those of expressions; `secrets` and `env` are added for templates only, so
 * that no expectation can ask about a secret. With a `prefix` they are those of a pack. `below` declares further roots.
 */
export function createScopes(
  roots: Roots,
  names: { secrets?: readonly string[]; env?: readonly string[] } = {},
  prefix?: string,
  below?: Scope,
): Scopes {
  const byShape = new Map<object, Map<string, Scope>>()
  const byNames = new Map<string, Scope>()
  let base: Scope | undefined
  let early: Scope | undefined
  const common = (): Scope => (base ??= createScope({ ...roots }, prefix, below))
  const hidden = { secrets: namesOf(names.secrets, SECRET), env: namesOf(names.env, { type: 'string' }) }
  return {
    expression(observed = NOTHING, saved = NO_NAMES) {
      const bySaved = byShape.get(observed) ?? new Map<string, Scope>()
      byShape.set(observed, bySaved)
      const key = JSON.stringify(saved)
      const known = bySaved.get(key)
      if (known) return known
      const scope = createScope({ ...fieldsOf(observed), saved: objectOf(saved) }, prefix, common())
      bySaved.set(key, scope)
      return scope
    },
    template(saved = NO_NAMES, each = NO_NAMES) {
      const key = JSON.stringify([saved, each])
      const known = byNames.get(key)
      if (known) return known
      const scope = createScope({ saved: objectOf(saved), each: objectOf(each), ...hidden }, prefix, common())
      byNames.set(key, scope)
      return scope
    },
    params: () => (early ??= createScope({ params: below?.variables['params'] ?? roots['params'] ?? objectOf({}) }, prefix)),
  }
}

/** The top-level fields of an observation, by name. */
export function fieldsOf(observed: JsonSchema): Roots {
  const { properties } = observed
  return typeof properties === 'object' && properties !== null ? (properties as Roots) : {}
}
