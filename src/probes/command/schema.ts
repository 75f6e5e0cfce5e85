import * as z from 'zod'
import { duration, secretText } from '../fields.ts'

export const Params = z.strictObject({
  command: z
    .array(z.string().regex(/^[^\0]*$/, 'must not hold a NUL character'))
    .min(1)
    .refine(([program]) => program !== '', 'wants a program first')
    .describe('Program and arguments; no shell reads them. A secret may stand in `env` and `input` only'),
  cwd: z.string().optional().describe('Working folder, relative to the folder of readiness.yaml (the default)'),
  env: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), secretText())
    .default({})
    .describe('Variables added to a clean environment (PATH, HOME, LANG, TZ)'),
  input: secretText().optional().describe('Standard input; without it the program reads the end at once'),
  timeout: duration().optional().describe('Deadline of the program, when shorter than that of the look'),
})
export type Params = z.output<typeof Params>

export const Observation = z.strictObject({
  exitCode: z.int().describe('Exit status'),
  stdout: z.string().describe('Standard output, whole'),
  stderr: z.string().describe('Standard error, whole'),
  lines: z.array(z.string()).describe('Lines of standard output without line ends'),
  json: z.unknown().optional().describe('Standard output as JSON; unread when it is none'),
  durationMs: z.int().describe('Time until it ended, milliseconds'),
})
export type Observation = z.output<typeof Observation>
