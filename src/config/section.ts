import type { Problem } from '../core/problem.ts'
import type { Path } from '../core/unread.ts'
import type { SourceDocument } from '../document/document.ts'
import { substituteEnv } from './env-values.ts'
import type { Substituted, Variables } from './env-values.ts'

/** One environment while it is being read: where it stands, what it may use, and what was found wrong with it. */
export interface Section {
  readonly document: SourceDocument
  readonly path: Path
  readonly variables: Variables
  /** Folder of readiness.yaml, absolute. */
  readonly baseDir: string
  readonly problems: Problem[]
  /** Problems of variables without a value; they forbid this environment only. */
  readonly unset: Problem[]
}

/** Fills in `${env.NAME}` below a key of the environment and notes the variables that have no value. */
export function withEnv<T>(section: Section, key: string, value: T, into: 'data' | 'templates'): Substituted<T> {
  const result = substituteEnv(section.document, [...section.path, key], value, section.variables, into)
  section.unset.push(...result.unset)
  return result
}

/** Adds an error at a path below the environment. */
export function complain(
  section: Section,
  path: Path,
  code: string,
  message: string,
  hint?: string,
  part: 'key' | 'value' = 'value',
): void {
  const place = section.document.place([...section.path, ...path], part)
  section.problems.push({ code, level: 'error', message, place, ...(hint !== undefined && { hint }) })
}
