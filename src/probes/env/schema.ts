import * as z from 'zod'

const plain = (what: string) =>
  z
    .string()
    .min(1)
    .regex(/^[^-\s]\S*$/, `${what} must not start with a dash or hold white space`)

const SOURCES = ['file', 'process', 'pidFile', 'command', 'kubernetes'] as const

export const Target = z
  .strictObject({
    file: z
      .string()
      .min(1)
      .optional()
      .describe('A snapshot as the platform prints it, `NAME=value` lines (dotenv), relative to the folder of readiness.yaml'),
    process: z
      .union([z.int().positive(), z.string().regex(/^[1-9]\d*$/)])
      .optional()
      .describe('Process id on this machine (Linux)'),
    pidFile: z.string().min(1).optional().describe('File that holds the process id'),
    command: z.array(z.string()).min(1).optional().describe('Program that prints `NAME=value` lines; only with --allow-exec'),
    kubernetes: z
      .string()
      .regex(/^(?:deployment|statefulset|daemonset)\/[a-z0-9][a-z0-9.-]*$/, 'wants deployment/name')
      .optional()
      .describe('Workload whose pod template says the variables, for example deployment/backend'),
    context: plain('a context').optional().describe('With `kubernetes`: context of the kubeconfig'),
    namespace: plain('a namespace').optional().describe('With `kubernetes`: namespace'),
    kubeconfig: z.string().regex(/^[^-]/, 'must not start with a dash').optional().describe('With `kubernetes`: kubeconfig file'),
    container: z.string().optional().describe('With `kubernetes`: container, when the pod has several'),
  })
  .refine((target) => SOURCES.filter((source) => target[source] !== undefined).length === 1, `wants exactly one of ${SOURCES.join(', ')}`)
  .refine(
    (target) => target.kubernetes === undefined || (target.context !== undefined && target.namespace !== undefined),
    '`kubernetes` wants `context` and `namespace` beside it',
  )
export type Target = z.output<typeof Target>

const name = z.string().regex(/^[^=\0\s]+$/, 'is no name of a variable')
const Asked = z.strictObject({ show: z.boolean().default(false).describe('Keep the value: it is no secret') })

export const Params = z.strictObject({
  variables: z
    .union([z.array(name).min(1), z.record(name, Asked)])
    .describe('Names to look at: a list, or a map of name to { show: true } for those whose value may be shown'),
})
export type Params = z.output<typeof Params>

const Variable = z.strictObject({
  present: z.boolean().describe('It is set, perhaps to nothing'),
  empty: z.boolean().optional().describe('It is set to nothing or white space; absent when it is not set'),
  placeholder: z
    .boolean()
    .optional()
    .describe('It looks never filled in: <...>, changeme, example.com, xxx, TODO; absent when it is not set'),
  length: z.int().optional().describe('Characters; absent when it is not set'),
  value: z.string().optional().describe('The value; only with `show: true`'),
  integer: z.int().optional().describe('The value as a whole number; only with `show: true` and when it is one'),
})
export type Variable = z.output<typeof Variable>

export const Observation = z.strictObject({
  variables: z.record(z.string(), Variable).describe('Each variable that was asked for, by its name'),
  names: z
    .array(z.string())
    .optional()
    .describe('Names of all variables that are set, sorted; unread when a part of them could not be read'),
  source: z.string().describe('Where they were read, for example `process 4711`'),
})
export type Observation = z.output<typeof Observation>
