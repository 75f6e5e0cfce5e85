import type { Case } from './case.ts'
import { cases as answers } from './cases/answers.ts'
import { cases as gates } from './cases/gates.ts'
import { cases as load } from './cases/load.ts'
import { cases as people } from './cases/people.ts'
import { cases as processes } from './cases/process.ts'
import { cases as unseen } from './cases/unseen.ts'

/** Every case, in the order in which they are played. */
export const CASES: readonly Case[] = [...load, ...answers, ...unseen, ...gates, ...people, ...processes]
