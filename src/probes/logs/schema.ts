import * as z from 'zod'
import { duration } from '../fields.ts'

const plain = (what: string) =>
  z
    .string()
    .min(1)
    .max(500)
    .regex(/^[^-\s]\S*$/, `${what} must not start with a dash or hold white space`)

const Kubernetes = z.union([
  z.string().regex(/^deployment\/[a-z0-9][a-z0-9.-]*$/, 'wants deployment/<name>'),
  z.strictObject({ selector: plain('a selector').describe('Label selector of the pods, for example app=backend') }),
])

export const Target = z
  .strictObject({
    file: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(100)])
      .optional()
      .describe('Log files, relative to the folder of readiness.yaml; `*` stands for any text in the last part of a path'),
    command: z
      .array(z.string())
      .min(1)
      .max(100)
      .optional()
      .describe('Program and arguments that print the log; runs only with --allow-exec'),
    kubernetes: Kubernetes.optional().describe('`deployment/<name>` or `{ selector: app=backend }`: the logs of all its pods'),
    context: plain('a context').optional().describe('Context of the kubeconfig, with `kubernetes`'),
    namespace: plain('a namespace').optional().describe('Namespace, with `kubernetes`'),
    kubeconfig: z
      .string()
      .regex(/^[^-]/, 'must not start with a dash')
      .optional()
      .describe('Kubeconfig file, with `kubernetes`; without it ~/.kube/config'),
    container: plain('a container').optional().describe('Container of each pod, with `kubernetes`; without it the default one'),
  })
  .refine(
    ({ file, command, kubernetes }) => [file, command, kubernetes].filter((one) => one !== undefined).length === 1,
    'wants exactly one of `file`, `command` and `kubernetes`',
  )
  .refine(
    ({ kubernetes, context, namespace }) => kubernetes === undefined || (context !== undefined && namespace !== undefined),
    '`kubernetes` wants `context` and `namespace`',
  )
export type Target = z.output<typeof Target>

export const Params = z
  .strictObject({
    since: z
      .union([z.enum(['run', 'boot']), duration()])
      .optional()
      .describe(
        '`run`: since this run began; `boot`: from the last boot marker of each source on; or a duration such as 1h. Default: everything',
      ),
    bootMarker: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe('Text of the line that a start of the application writes, with `since: boot`'),
    contains: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(20)])
      .optional()
      .describe('Text that a line must hold to match, or several of which it must hold each; default: every line matches'),
    tail: z.int().min(1).max(2000).optional().describe('Only the last lines of the window, per source'),
    timestamp: z
      .enum(['iso', 'utc'])
      .default('iso')
      .describe('`iso`: only times with a zone count; `utc`: those without one are taken as UTC'),
  })
  .refine(({ since, bootMarker }) => (since === 'boot') === (bootMarker !== undefined), '`since: boot` and `bootMarker` belong together')
export type Params = z.output<typeof Params>

const Line = z.object({
  source: z.string().describe('Name of the source'),
  text: z.string().describe('The line, at most 64 KiB'),
  time: z
    .string()
    .optional()
    .describe('Time of the line or of the last one before it that has one, ISO 8601 UTC; absent when there is none'),
  number: z.int().describe('Position among the lines read of its source, from 1'),
})

const Source = z.object({
  name: z.string().describe('Path, program (what it wrote to stderr apart, as `<program> (stderr)`) or pod'),
  lines: z.int().describe('Lines looked at in the window'),
  matched: z.int().describe('Lines that match'),
  bootFound: z.boolean().optional().describe('Whether the boot marker was found; absent without `since: boot`'),
})

export const Observation = z.object({
  lines: z
    .array(Line)
    .optional()
    .describe('Lines that match, source by source in order; unread when there are more than 2,000 or 8 MiB of them, and as `matched` is'),
  matched: z
    .int()
    .optional()
    .describe(
      'Number of lines that match; unread when a line that was cut off might, when no line was looked at, and when none matches while a source has no boot marker or lines without a time',
    ),
  looked: z.int().describe('Lines looked at in the window, over all sources: what "none" is out of'),
  sources: z.array(Source).describe('What each source gave'),
  sourceCount: z.int().describe('Number of sources'),
  everySource: z.boolean().optional().describe('Whether each source has a line that matches; unread as `matched` is'),
  from: z.string().optional().describe('Earliest time among the lines looked at, ISO 8601 UTC; absent when none has a time'),
  to: z.string().optional().describe('Latest time among the lines looked at, ISO 8601 UTC; absent when none has a time'),
  truncated: z.boolean().describe('Whether more lines match than are kept'),
  cutLines: z.int().describe('Lines in the window that were longer than 64 KiB and were cut'),
})
export type Observation = z.infer<typeof Observation>
export type Line = z.infer<typeof Line>
