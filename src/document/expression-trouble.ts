import type { Problem } from '../core/problem.ts'
import type { Found } from './look-up.ts'

const HINT = 'put the expression in quotes'

/**
 * Why a value cannot be taken as an expression as it stands: YAML made a map of `a ? b : c`, a boolean of `true`, or cut
 * it off at ` #`.
 */
export function expressionTrouble(found: Found, text: string): Pick<Problem, 'code' | 'message' | 'hint'> | undefined {
  const { scalar, node } = found
  if (!scalar)
    return { code: 'not-an-expression', message: `wants an expression, came ${node ? 'a map or a list' : 'nothing'}`, hint: HINT }
  const { value } = scalar
  if (value === null) return { code: 'not-an-expression', message: 'wants an expression, came nothing', hint: HINT }
  if (typeof value !== 'string')
    return { code: 'not-an-expression', message: `wants an expression, came the ${typeof value} ${String(value)}`, hint: HINT }
  if (scalar.type === 'PLAIN' && /^[ \t]+#/.test(text.slice(found.value[1], found.value[1] + 80))) {
    return { code: 'expression-cut-off', message: 'YAML cuts this expression off at #', hint: HINT }
  }
  return undefined
}
