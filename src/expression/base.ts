import { Environment } from '@marcbachmann/cel-js'
import { Secret } from '../redaction/secret.ts'
import { registerHeader } from './functions/header.ts'
import { registerMatches } from './functions/matches.ts'
import { registerPercentile } from './functions/percentile.ts'
import { registerSemver } from './functions/semver.ts'
import { registerTimestamp } from './functions/timestamp.ts'

/** Of one expression; more is a mistake or an attack on whoever runs the checklist. */
const LIMITS = { maxAstNodes: 500, maxDepth: 30, maxListElements: 100, maxMapEntries: 50, maxCallArguments: 8 }

let base: Environment | undefined

/** A new environment with our functions, the mixed operators of int and double, and `Secret`, which has neither. */
export function newEnvironment(): Environment {
  base ??= build()
  return base.clone()
}

function build(): Environment {
  const environment = new Environment({ limits: LIMITS })
  environment.registerType('Secret', { ctor: Secret, fields: {} })
  registerHeader(environment)
  registerMatches(environment)
  registerPercentile(environment)
  registerSemver(environment)
  registerTimestamp(environment)
  for (const [operator, work] of Object.entries(ARITHMETIC)) {
    const mixed = (a: number | bigint, b: number | bigint): number => work(Number(a), Number(b))
    environment.registerOperator(`int ${operator} double: double`, mixed)
    environment.registerOperator(`double ${operator} int: double`, mixed)
  }
  // By way of BigInt, so that it is exact beyond 2^53 too.
  environment.registerOperator('int == double', (a: bigint, b: number) => Number.isInteger(b) && BigInt(b) === a)
  return environment
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
}
