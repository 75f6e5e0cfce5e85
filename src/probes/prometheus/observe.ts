import * as z from 'zod'
import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import type { ProbeContext, Seen } from '../contract.ts'
import { call } from './api.ts'
import { readResult } from './result.ts'
import type { Read } from './result.ts'
import type { AlertRule, Observation, Params, Target } from './schema.ts'

type Query = NonNullable<Params['queries']>[string]
type Outcome<T> = { readonly value: T } | { readonly error: LookError }

const POINT_CAP = 11_000

const Rules = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.object({
          type: z.string(),
          name: z.string(),
          query: z.string(),
          state: z.string().default(''),
          health: z.string().default('unknown'),
          labels: z.record(z.string(), z.string()).default({}),
          duration: z.number().default(0),
        }),
      ),
    }),
  ),
})

/** Asks every query and, where wanted, for the alerting rules. Throws LookError when not one of them was answered. */
export async function observe(params: Params, context: ProbeContext<Target>): Promise<Seen<Observation>> {
  const asked = Object.entries(params.queries ?? {})
  const answers = await Promise.all(asked.map(([name, query]) => outcome(ask(name, query, context))))
  const rules = params.rules === true ? await outcome(readRules(context)) : undefined
  const all: readonly Outcome<unknown>[] = rules === undefined ? answers : [...answers, rules]
  const failed = all.flatMap((each) => ('error' in each ? [each.error] : []))
  if (failed[0] !== undefined && failed.length === all.length) throw failed[0]
  const queries: [string, Read['result']][] = []
  const unread: Unread[] = []
  for (const [index, [name]] of asked.entries()) {
    const answer = answers[index]
    if (answer === undefined) continue
    if ('error' in answer) {
      unread.push({ path: ['queries', name], reason: answer.error.reason, detail: answer.error.message })
      continue
    }
    queries.push([name, answer.value.result])
    unread.push(...answer.value.unread)
  }
  if (rules !== undefined && 'error' in rules) unread.push({ path: ['rules'], reason: rules.error.reason, detail: rules.error.message })
  const observation = { queries: Object.fromEntries(queries), ...(rules !== undefined && 'value' in rules ? { rules: rules.value } : {}) }
  return { observation, unread, answer: `${all.length - failed.length} of ${all.length} answered` }
}

async function ask(name: string, query: Query, context: ProbeContext<Target>): Promise<Read> {
  const now = context.now()
  if (typeof query === 'string') return readResult(name, await call('query', { query }, context), now, undefined)
  const { range, step } = query
  if (range / step > POINT_CAP) throw new LookError('malformed', `the range has more than ${POINT_CAP} steps`)
  const end = now.getTime() / 1000
  const times = { start: String(end - range / 1000), end: String(end), step: String(step / 1000) }
  return readResult(name, await call('query_range', { query: query.query, ...times }, context), now, query)
}

async function readRules(context: ProbeContext<Target>): Promise<AlertRule[]> {
  const parsed = Rules.safeParse(await call('rules', { type: 'alert' }, context))
  if (!parsed.success) throw new LookError('malformed', 'the answer of Prometheus holds no rule groups')
  return parsed.data.groups.flatMap((group) =>
    group.rules
      .filter(({ type }) => type === 'alerting')
      .map(({ name, query, state, health, labels, duration }) => ({
        name,
        group: group.name,
        query,
        state,
        health,
        labels,
        durationSeconds: duration,
      })),
  )
}

async function outcome<T>(work: Promise<T>): Promise<Outcome<T>> {
  try {
    return { value: await work }
  } catch (error) {
    if (error instanceof LookError) return { error }
    throw error
  }
}
