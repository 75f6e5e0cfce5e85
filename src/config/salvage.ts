import type * as z from 'zod'
import type { Problem } from '../core/problem.ts'
import type { Path } from '../core/unread.ts'
import type { SourceDocument } from '../document/document.ts'
import { NAME } from '../looks/schema.ts'

type Issue = z.core.$ZodIssue

/**
 * A copy of a map without the parts that a schema refused, cut off at this depth, so that the rest can be checked in the
 * same run.
 */
export function withoutRefused(value: Readonly<Record<string, unknown>>, issues: readonly Issue[], depth: number): Record<string, unknown> {
  const copy = structuredClone(value)
  for (const issue of issues) {
    for (const path of refused(issue)) drop(copy, path.slice(0, depth))
  }
  return copy
}

const refused = (issue: Issue): Path[] => {
  const path = issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)))
  return issue.code === 'unrecognized_keys' && path.length < 2 ? issue.keys.map((key) => [...path, key]) : [path]
}

function drop(value: Record<string, unknown>, path: Path): void {
  const [first, second] = path
  if (first === undefined) return
  const inner = value[first]
  if (second === undefined || inner === null || typeof inner !== 'object' || Array.isArray(inner)) delete value[first]
  else delete (inner as Record<string, unknown>)[second]
}

/** Names that expressions or the command line cannot use, each with the name that would do. */
export function badNames(document: SourceDocument, issues: readonly Issue[]): Problem[] {
  return issues
    .filter((issue) => issue.code === 'invalid_key')
    .map((issue) => {
      const path = issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)))
      const name = String(path.at(-1))
      return { code: 'invalid-name', level: 'error', place: document.place(path, 'key'), ...wordsFor(String(path.at(-2)), name) }
    })
}

function wordsFor(kind: string, name: string): Pick<Problem, 'message' | 'hint'> {
  if (kind === 'headers') return { message: `"${name}" cannot be the name of a header`, hint: 'for example X-Api-Key' }
  const rule = ['secrets', 'params', 'limits'].includes(kind)
    ? 'a small letter first, then letters, digits and _'
    : 'a letter first, then letters, digits, - and _'
  return { message: `a name here has ${rule}; came "${name}"`, hint: `write ${rename(name)}` }
}

/** The name in camel case: `db-url` becomes `dbUrl`, `DB URL` becomes `dbUrl`, `2fa` becomes `n2fa`. */
function rename(name: string): string {
  const words = name.split(/[^A-Za-z0-9_]+/).filter((word) => word !== '')
  const [first = 'name', ...rest] = words.map((word) => (word === word.toUpperCase() ? word.toLowerCase() : word))
  const camel = first.charAt(0).toLowerCase() + first.slice(1) + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  const better = /^[a-z]/.test(camel) ? camel : `n${camel.replace(/^_+/, '')}`
  return NAME.test(better) ? better : 'name'
}
