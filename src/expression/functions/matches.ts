import type { Environment } from '@marcbachmann/cel-js'
import { RE2JS } from 're2js'
import { STAND_INS, evaluationError } from '../ast.ts'

const LONGEST_PATTERN = 1000
const KEPT = 200
const kept = new Map<string, RE2JS>()

/** `text.matches(pattern)` on an engine of linear time: the text comes from a target that may be hostile. */
export function registerMatches(environment: Environment): void {
  environment.registerFunction(
    `string.${STAND_INS.matches}(string): bool`,
    (text: string, pattern: string) => regex(pattern).matcher(text).find(),
    { async: false },
  )
}

/** A compiled RE2 pattern; a broken one ends in `invalid_regex` with the engine's reason. */
export function regex(pattern: string): RE2JS {
  const found = kept.get(pattern)
  if (found) return found
  if (pattern.length > LONGEST_PATTERN) {
    throw evaluationError('invalid_regex', `a pattern of more than ${LONGEST_PATTERN} characters`)
  }
  const compiled = compiledPattern(pattern)
  if (kept.size >= KEPT) kept.clear()
  kept.set(pattern, compiled)
  return compiled
}

function compiledPattern(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    throw evaluationError('invalid_regex', `not a pattern of RE2: ${error instanceof Error ? error.message : 'unknown reason'}`)
  }
}
