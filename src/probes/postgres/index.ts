import { defineProbe } from '../contract.ts'
import { describe } from './describe.ts'
import { effect } from './effect.ts'
import { examples } from './examples.ts'
import { Observation, Params, Target } from './schema.ts'

export const probe = defineProbe<Params, Observation, Target>({
  name: 'postgres',
  summary: 'Logs in to a PostgreSQL server, reads roles, tables, plans and connections, and runs queries that cannot write.',
  params: Params,
  observation: Observation,
  target: { kind: 'postgres', schema: Target, required: true },
  timeoutMs: 10_000,
  effect,
  describe,
  examples,
  load: async () => (await import('./observe.ts')).observe,
})
