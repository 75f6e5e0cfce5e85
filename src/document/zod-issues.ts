import type * as z from 'zod'
import { nearest } from '../core/nearest.ts'
import type { Path } from '../core/unread.ts'
import { isSecretKey } from './mask.ts'
import { keysAt } from './schema-keys.ts'

/** A zod issue in our words, not yet placed. */
export interface Described {
  readonly path: Path
  readonly part: 'key' | 'value'
  readonly code: string
  readonly message: string
  readonly hint?: string
}

type Issue = z.core.$ZodIssue

/** A zod error, or some of the issues of one. */
export type Issues = Pick<z.core.$ZodError, 'issues'>

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  Secret: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'nothing',
  undefined: 'nothing',
  // Unions and expressions have no kind that zod could name.
  nonoptional: 'a value',
}
const OWN_MESSAGE = /^(?:Invalid|Too |Unrecognized)/

/** What is wrong with `input`, unions reduced to the member that was meant; values of secret-looking keys are not quoted. */
export function describeIssues(error: Issues, input: unknown, schema?: z.core.$ZodType): Described[] {
  return error.issues.flatMap((issue) => describe(issue, input, schema))
}

function describe(issue: Issue, input: unknown, schema: z.core.$ZodType | undefined): Described[] {
  const path = issue.path.map((segment) => (typeof segment === 'symbol' ? String(segment) : segment))
  const came = valueAt(input, path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, came, schema))
    case 'invalid_union':
      return ofUnion(issue, path, input, schema)
    case 'invalid_key':
      return ofKey(issue, path, schema)
    case 'invalid_type':
      return [
        came !== undefined && !OWN_MESSAGE.test(issue.message)
          ? ownKind(issue.message, path, came)
          : wrongType([issue.expected], path, came),
      ]
    case 'invalid_value':
      return [wrongValue(issue.values, path, came)]
    case 'too_small':
      return [outOfRange('at least', issue.minimum, issue.origin, path, came, issue.message)]
    case 'too_big':
      return [outOfRange('at most', issue.maximum, issue.origin, path, came, issue.message)]
    default:
      return [{ path, part: 'value', code: 'invalid-value', message: ownMessage(issue.message, path, came) }]
  }
}

function unknownKey(key: string, path: Path, came: unknown, schema: z.core.$ZodType | undefined): Described {
  const present = typeof came === 'object' && came !== null ? Object.keys(came) : []
  const known = keysAt(schema, path)
  const free = known.filter((name) => !present.includes(name))
  const near = nearest(key, free) ?? nearest(key, known)
  const hint = near
    ? { hint: `did you mean ${near}?` }
    : known.length > 0 && known.length <= 30 && { hint: `known here: ${known.join(', ')}` }
  return { path: [...path, key], part: 'key', code: 'unknown-key', message: `the key "${key}" is not known here`, ...hint }
}

function ofUnion(issue: z.core.$ZodIssueInvalidUnion, path: Path, input: unknown, schema: z.core.$ZodType | undefined): Described[] {
  const came = valueAt(input, path)
  if (!OWN_MESSAGE.test(issue.message))
    return [{ path, part: 'value', code: 'invalid-value', message: ownMessage(issue.message, path, came) }]
  if (issue.errors.length === 0)
    return [{ path, part: 'value', code: 'invalid-value', message: ownMessage(`wants ${optionsOf(issue).join(' or ')}`, path, came) }]
  const meant = issue.errors.filter((branch) => !branch.some(isOtherKind)).sort((a, b) => a.length - b.length)[0]
  if (meant) return meant.flatMap((one) => describe({ ...one, path: [...path, ...one.path] } as Issue, input, schema))
  const top = issue.errors.flat().filter(isOtherKind)
  const values = top.flatMap((one) => (one.code === 'invalid_value' ? one.values : []))
  const kinds = top.flatMap((one) => (one.code === 'invalid_type' ? [one.expected] : []))
  return [
    kinds.length === 0
      ? wrongValue(values, path, came)
      : wrongType([...kinds, ...values.map((value) => JSON.stringify(value) ?? '')], path, came),
  ]
}

/** The values of a discriminator; in the issue but not in its type. */
function optionsOf(issue: object): string[] {
  return 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : []
}

/** The value is of another kind than this member of a union, so it is not the one that was meant. */
function isOtherKind(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')
}

function ofKey(issue: z.core.$ZodIssueInvalidKey, path: Path, schema: z.core.$ZodType | undefined): Described[] {
  const key = String(path.at(-1) ?? '')
  const message = issue.issues[0]?.message ?? ''
  const near = nearest(key, keysAt(schema, path.slice(0, -1)))
  const hint = near !== undefined && near !== key && { hint: `did you mean ${near}?` }
  return [
    {
      path,
      part: 'key',
      code: 'invalid-name',
      message: OWN_MESSAGE.test(message) ? `"${key}" is not a valid name here` : `${message}; came "${key}"`,
      ...hint,
    },
  ]
}

function wrongType(expected: readonly string[], path: Path, came: unknown): Described {
  const wanted = [...new Set(expected.map((kind) => WORDS[kind] ?? kind))].join(' or ')
  const last = path.at(-1)
  if (came === undefined && last !== undefined) {
    return { path, part: 'key', code: 'missing-key', message: `"${String(last)}" is missing`, hint: `wants ${wanted}` }
  }
  const quote = wanted.startsWith('text') && (typeof came === 'number' || typeof came === 'boolean')
  return {
    path,
    part: 'value',
    code: 'wrong-type',
    message: `wants ${wanted}; came ${show(came, path)}`,
    ...(quote && { hint: 'put it in quotes' }),
  }
}

/** A schema that says itself what it wants. */
function ownKind(message: string, path: Path, came: unknown): Described {
  return { path, part: 'value', code: 'wrong-type', message: `${message}; came ${show(came, path)}` }
}

function wrongValue(values: readonly unknown[], path: Path, came: unknown): Described {
  const names = values.map(String)
  if (came === undefined)
    return { path, part: 'key', code: 'missing-key', message: `"${String(path.at(-1))}" is missing`, hint: `wants ${names.join(', ')}` }
  const near = typeof came === 'string' ? nearest(came, names) : undefined
  const wants = names.length > 1 ? `one of ${names.join(', ')}` : names.join('')
  return {
    path,
    part: 'value',
    code: 'invalid-value',
    message: `wants ${wants}; came ${show(came, path)}`,
    ...(near && { hint: `did you mean ${near}?` }),
  }
}

const ENTRIES = [' entry', ' entries'] as const
const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: [' character', ' characters'],
  array: ENTRIES,
  map: ENTRIES,
  set: ENTRIES,
}

function outOfRange(side: string, limit: number | bigint, origin: string, path: Path, came: unknown, message: string): Described {
  const text = OWN_MESSAGE.test(message) ? `wants ${side} ${limit}${UNITS[origin]?.[Number(limit) === 1 ? 0 : 1] ?? ''}` : message
  const size = typeof came === 'number' ? `; came ${came}` : ''
  return { path, part: 'value', code: 'out-of-range', message: isHidden(path) ? text : `${text}${size}` }
}

function ownMessage(message: string, path: Path, came: unknown): string {
  if (isHidden(path)) return 'this value is not valid here'
  return OWN_MESSAGE.test(message) ? `${show(came, path)} is not valid here` : message
}

function show(value: unknown, path: Path): string {
  if (value === undefined || value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  if (typeof value !== 'string') return `the ${typeof value} ${String(value)}`
  if (isHidden(path)) return 'text'
  return `"${value.length > 40 ? `${value.slice(0, 40)}...` : value}"`
}

function isHidden(path: Path): boolean {
  return path.some(
    (segment, i) => typeof segment === 'string' && isSecretKey(segment) && path.slice(i + 1).every((rest) => typeof rest === 'number'),
  )
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined
    value = (value as Record<string | number, unknown>)[segment]
  }
  return value
}
