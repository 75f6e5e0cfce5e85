import type * as z from 'zod'
import type { Problem } from '../core/problem.ts'
import type { Path } from '../core/unread.ts'
import type { SourceDocument } from './document.ts'
import { describeIssues } from './zod-issues.ts'
import type { Described, Issues } from './zod-issues.ts'

/**
 * The issues of a zod error as problems at their places. `prefix` is where the parsed value stands in the document; with
 * `schema` an unknown key gets the nearest key that would be known there.
 */
export function fromZod(document: SourceDocument, error: Issues, prefix: Path = [], schema?: z.core.$ZodType): Problem[] {
  return describeIssues(error, valueAt(document.value, prefix), schema).map((one) => placeIssue(document, one, prefix))
}

/** A described issue as a problem; what is missing has the place of the map that lacks it. */
export function placeIssue(document: SourceDocument, issue: Described, prefix: Path = []): Problem {
  const path = [...prefix, ...issue.path]
  const place = document.place(path, issue.part)
  const { code, message, hint } = issue
  return { code, level: 'error', message, place, ...(hint !== undefined && { hint }) }
}

function valueAt(value: unknown, path: Path): unknown {
  let here = value
  for (const segment of path)
    here = typeof here === 'object' && here !== null ? (here as Record<string | number, unknown>)[segment] : undefined
  return here
}
