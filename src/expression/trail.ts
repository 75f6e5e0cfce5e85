import type { Path } from '../core/unread.ts'
import { EACH, schemaAt } from './schema.ts'
import type { JsonSchema } from './schema.ts'

/** Where the value of a part of an expression comes from. */
export interface Trail {
  /** The path that it was read from, when it is one. */
  readonly path?: Path
  /** Something observed is in it. */
  readonly observed: boolean
  /** It is a list of faults: that there are none is good news. */
  readonly findings: boolean
  /** What its elements are, when they are not the path's. */
  readonly element?: Trail
}

export const NOWHERE: Trail = { observed: false, findings: false }

/** The trail of a path that was read; the declaration says whether it is a list of findings. */
export function trailOf(variables: Readonly<Record<string, JsonSchema>>, path: Path): Trail {
  return { path, observed: true, findings: schemaAt(variables, path)?.['findings'] === true }
}

/** The trail of a value that was computed from others, such as `a + b` or `text.split(",")`. */
export function computedFrom(sources: readonly Trail[]): Trail {
  const observed = sources.filter((source) => source.observed)
  return { observed: observed.length > 0, findings: observed.length > 0 && observed.every((source) => source.findings) }
}

/** The trail of the elements that a loop ranges over. */
export function elementOf(variables: Readonly<Record<string, JsonSchema>>, trail: Trail): Trail {
  if (trail.element) return trail.element
  return trail.path ? trailOf(variables, [...trail.path, EACH]) : { observed: trail.observed, findings: false }
}

/** A path in the words of an expression: `objects[].ports`, `headers["x-a"]`. */
export function pathText(path: Path): string {
  const [root = '', ...rest] = path
  return String(root) + rest.map(segment).join('')
}

function segment(key: string | number): string {
  if (key === EACH) return key
  if (typeof key === 'number') return `[${key}]`
  return /^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}
