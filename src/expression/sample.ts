import * as z from 'zod'
import { compile } from './compile.ts'
import { evaluate } from './evaluate.ts'
import type { Context, Evaluation } from './evaluate.ts'
import type { ExpressionProblem } from './problem.ts'
import type { JsonSchema } from './schema.ts'
import { createScope } from './scope.ts'

const Observation = z.object({
  status: z.int(),
  latencyMs: z.number(),
  latencies: z.array(z.number()),
  ok: z.boolean(),
  text: z.string(),
  notAfter: z.string(),
  server: z.string().optional(),
  proxy: z.string().nullable(),
  framing: z.enum(['deny', 'sameorigin', 'none']),
  headers: z.record(z.string(), z.string()),
  json: z.unknown().optional(),
  pods: z.array(z.object({ name: z.string(), restarts: z.int(), probe: z.object({ period: z.int() }).nullish() })),
  none: z.array(z.object({ x: z.int() })),
  nested: z.array(z.object({ ports: z.array(z.int()) })),
  faults: z.array(z.object({ line: z.int() })).meta({ findings: true }),
  byName: z.record(z.string(), z.object({ value: z.int() })),
  hsts: z.object({ maxAgeSeconds: z.int() }).optional(),
  // Names that CEL itself uses.
  type: z.string(),
  list: z.string(),
  int: z.int(),
  cel: z.string(),
  google: z.string(),
  optional: z.string(),
})
const Step = z.object({ status: z.int(), headers: z.record(z.string(), z.string()), json: z.unknown().optional() })
const Around = z.object({
  params: z.object({ league: z.string() }),
  facts: z.object({ multi: z.boolean(), topology: z.object({ instances: z.array(z.object({ id: z.string() })) }) }),
  looks: z.object({ topology: z.object({ seen: z.int() }), workload: z.object({ maxReplicas: z.int() }) }),
  steps: z.object({ first: Step, race: z.array(Step), bare: z.object({ x: z.int() }) }),
})

/** The JSON schemas of the fields of a zod object, as `createScope` takes them. */
export function variablesOf(shape: z.ZodType): Record<string, JsonSchema> {
  return z.toJSONSchema(shape, { io: 'output' }).properties as Record<string, JsonSchema>
}

/** The scope that the tests of this folder share: one of every shape that an observation can have. */
export const scope = createScope({ ...variablesOf(Observation), ...variablesOf(Around), now: { 'x-cel': 'timestamp' } })

/** A whole observation for `scope`. */
export const values: Readonly<Record<string, unknown>> = {
  status: 200,
  latencyMs: 4,
  latencies: [1, 2, 3, 4, 100],
  ok: true,
  text: `${'a'.repeat(33)}b`,
  notAfter: '2027-01-01T00:00:00Z',
  proxy: null,
  framing: 'deny',
  headers: { 'x-a': '1', 'x-frame-options': 'DENY' },
  json: {
    n: 3,
    r: 0.5,
    f: 10,
    s: '3',
    exp: 1_893_456_000,
    i: 0,
    nothing: null,
    a: { b: 'xyz' },
    l: [1, 2, 3],
    none: [],
    items: [{ q: 1 }, { q: 2 }],
    pods: [{ ready: true }, { ready: false }],
    package: { package: 1, in: 2 },
  },
  pods: [
    { name: 'a', restarts: 1, probe: { period: 5 } },
    { name: 'b', restarts: 2 },
  ],
  none: [],
  nested: [{ ports: [1] }, { ports: [] }],
  faults: [],
  byName: { x: { value: 1 } },
  type: 't',
  list: 'l',
  int: 5,
  cel: 'c',
  google: 'g',
  optional: 'o',
  params: { league: 'lg' },
  facts: { multi: true, topology: { instances: [{ id: 'a' }, { id: 'b' }] } },
  looks: { topology: { seen: 2 }, workload: { maxReplicas: 3 } },
  steps: {
    first: { status: 200, headers: { 'x-a': '1' }, json: { n: 1 } },
    bare: { x: 1 },
    race: [
      { status: 200, headers: {}, json: { id: 7 } },
      { status: 400, headers: {}, json: { detail: 'already used' } },
    ],
  },
  now: new Date('2026-06-01T00:00:00Z'),
}

/** Compiles for a truth value and evaluates against the sample, with what the test changes in it. */
export function judge(source: string, context: Partial<Context> = {}): Evaluation {
  const program = compile(scope, source, 'bool')
  if (program.kind === 'problem') throw new Error(`${source}: ${program.message}`)
  return evaluate(program, { unread: [], ...context, values: { ...values, ...context.values } })
}

/** The problem of an expression that must not compile. */
export function refuse(source: string): ExpressionProblem {
  const program = compile(scope, source, 'bool')
  if (program.kind === 'problem') return program
  throw new Error(`${source} compiles`)
}
