import * as z from 'zod'
import { EFFECTS } from '../core/effect.ts'
import { expression, expressions, lookKeys, NAME, time } from '../looks/schema.ts'

/** A name that stands only in YAML and on the command line. */
export const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/
/** A name of an environment variable (POSIX 1003.1, 8.1). */
export const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/

const filled = () => z.string().min(1)

const celNamed = <T extends z.ZodType>(value: T) => z.record(z.string().regex(NAME), value)
const named = <T extends z.ZodType>(value: T) => z.record(z.string().regex(PLAIN_NAME), value)

/** A single read: no steps, no effect. */
const look = {
  probe: filled().describe('Name of the probe that looks'),
  with: lookKeys.with,
  target: lookKeys.target,
  as: lookKeys.as,
  timeout: time().describe('Deadline of one attempt; default: that of the probe').optional(),
  retry: lookKeys.retry,
}

const Release = z.strictObject({
  ...look,
  value: expression('Expression over the observation that gives the release, for example json.commit'),
})
const Identify = z.strictObject({ ...look, expect: expressions('What must be true before the first effect') })

/** Exactly one of the three; `declared.ts` counts them. */
const Source = z.strictObject({
  env: z
    .string()
    .regex(VARIABLE, 'wants the name of an environment variable, not its value')
    .optional()
    .describe('Environment variable that holds the secret'),
  file: filled().optional().describe('File that holds the secret, relative to this one; mode 0600'),
  command: z.array(filled()).min(1).optional().describe('Program and arguments that print the secret; no shell, only with --allow-exec'),
})

const Identity = z.strictObject({
  bearer: filled().optional().describe('Token of an Authorization: Bearer header, for example ${secrets.token}'),
  basic: z.strictObject({ user: z.string(), password: z.string() }).optional().describe('User and password of HTTP Basic'),
  headers: z
    .record(
      z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'is no name of a header'),
      z.string().regex(/^[^\r\n\0]*$/, 'a header is one line'),
    )
    .optional()
    .describe('Headers as they are'),
})

const Target = z.looseObject({ kind: filled().describe('Kind of target: postgres, redis, kubernetes, logs, prometheus ...') })

const Limit = z.strictObject({
  max: z.int().min(1).max(1_000_000).describe('Uses that the target allows'),
  per: time().describe('In this time, with a unit: 60s'),
})

const GRANTS = EFFECTS.filter((effect) => effect !== 'read')

export const EnvironmentFile = z.strictObject({
  url: filled().optional().describe('The only origin: scheme, host and port'),
  origins: named(filled()).optional().describe('Origins by name, the first is the default; instead of url'),
  release: Release.optional().describe('How to ask the target which release it runs'),
  identify: Identify.optional().describe('What must hold of the target in every run; else no effect is sent and the verdict is not GO'),
  phases: z
    .array(z.string().regex(/^[a-z][a-z0-9-]*$/, 'wants small letters, digits and -'))
    .min(1)
    .optional()
    .describe('Phases that a run judges; default pre-deploy and staging'),
  allow: z.array(z.enum(GRANTS)).optional().describe('Effects beyond reading that looks may have here; default none'),
  params: celNamed(z.json()).optional().describe('Parameters of the checklists: plain values, visible in reports'),
  secrets: celNamed(Source).optional().describe('Where each secret comes from; values never stand here'),
  identities: named(Identity).optional().describe('Who asks, by name; the first is the default; sent to the origins above only'),
  targets: named(Target).optional().describe('Databases, clusters, logs and metrics, by name'),
  limits: celNamed(Limit).optional().describe('What the target allows: uses per time, by label'),
  tls: z
    .strictObject({ ca: filled().describe('PEM file with the private CA, relative to this file') })
    .optional()
    .describe('Authorities that this environment has beside those of the system'),
})

/** readiness.yaml as written, before any `${...}` is resolved. */
export const ConfigFile = z.strictObject({
  readiness: z.literal(1).describe('Version of this format'),
  checklists: z
    .array(filled().regex(/^(?!.*\$\{)/, 'is the path of a file, without ${}'))
    .min(1)
    .describe('Checklist files, relative to this one'),
  environments: z
    .record(z.string().regex(PLAIN_NAME), EnvironmentFile)
    .refine((all) => Object.keys(all).length > 0, 'wants at least one environment')
    .describe('Environments by name; none inherits from another'),
})
export type ConfigFile = z.infer<typeof ConfigFile>
export type EnvironmentFile = z.infer<typeof EnvironmentFile>
export type SourceFile = z.infer<typeof Source>
export type IdentityFile = z.infer<typeof Identity>

/** JSON Schema of readiness.yaml for editors (draft 2020-12). */
export function configJsonSchema(): Record<string, unknown> {
  return { title: 'readiness.yaml', ...z.toJSONSchema(ConfigFile, { io: 'input' }) }
}
