import * as z from 'zod'
import { secretText } from '../fields.ts'

// CONFIG GET answers these with the secret itself.
const SECRET_SETTINGS = /pass|auth|secret|^user$/
const settingName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'wants the full name of a parameter, for example maxmemory-policy')
  .refine((name) => !SECRET_SETTINGS.test(name), 'this parameter holds a secret, it is not read')

export const Target = z.strictObject({
  url: secretText().describe('redis:// or rediss:// (TLS) address with user, password and database'),
})
export type Target = z.infer<typeof Target>

export const Params = z.strictObject({
  keys: z.string().min(1).max(500).optional().describe('Glob pattern (`used-jti:*`) of keys to count and to read the TTL of; at most 1,000 keys'),
  key: z.string().min(1).max(500).optional().describe('Name of one key to look for'),
  database: z.int().min(0).max(100_000).optional().describe('Index to SELECT; default: the one in the address, else 0'),
  config: z.array(settingName).max(50).optional().describe('Names of parameters to read with CONFIG GET'),
})
export type Params = z.infer<typeof Params>

const Keys = z.object({
  looked: z.int().describe('Keys whose TTL was read, at most 1,000'),
  complete: z.boolean().describe('Whether every matching key was looked at; if not, the fields below are unread'),
  count: z.int().optional().describe('Keys that match'),
  withoutTtl: z.int().optional().describe('Matching keys that never expire'),
  minTtlSeconds: z.int().optional().describe('Shortest time to live, seconds; absent when no matching key expires'),
  maxTtlSeconds: z.int().optional().describe('Longest time to live, seconds; absent when no matching key expires'),
})

const Key = z.object({
  exists: z.boolean().describe('Whether the key is there'),
  type: z.string().describe('`string`, `hash`, `set` ...; `none` when the key is not there'),
  expires: z.boolean().describe('Whether the key has a time to live'),
  ttlSeconds: z.int().optional().describe('Time to live, seconds; absent when the key never expires or is not there'),
})

const Persistence = z.object({
  aof: z.boolean().optional().describe('Whether the append-only file is on'),
  rdb: z.boolean().optional().describe('Whether snapshots are taken on a schedule (`save` is not empty)'),
})

// What INFO, CONFIG, SELECT or a second connection tell is optional: each of them may be refused, which leaves the field unread.
export const Observation = z.object({
  ping: z.string().describe('Answer to PING on the connection with the credentials: `PONG`'),
  authRequired: z.boolean().optional().describe('Whether a connection without credentials was refused with NOAUTH'),
  authenticated: z.boolean().describe('Whether the server accepted the credentials of the address; false when it has no password or none was given'),
  tls: z.boolean().describe('Whether the connection is encrypted, the certificate verified'),
  latencyMs: z.number().describe('Median of 5 PINGs, milliseconds'),
  database: z.int().optional().describe('Index of the selected database; unread when SELECT was refused'),
  version: z.string().optional().describe('Version of the server, for example 7.0.15'),
  mode: z.string().optional().describe('`standalone`, `cluster` or `sentinel`'),
  role: z.string().optional().describe('`master` or `slave`'),
  uptimeSeconds: z.int().optional().describe('Time since the server started, seconds'),
  connectedClients: z.int().optional().describe('Connected clients, this one included'),
  maxMemoryPolicy: z.string().optional().describe('What is evicted when memory is full: `noeviction`, `allkeys-lru` ...'),
  persistence: Persistence.describe('What survives a restart'),
  databases: z.int().optional().describe('Number of databases'),
  config: z.record(z.string(), z.string()).optional().describe('The parameters asked for, by name; absent when none was asked for'),
  keys: Keys.optional().describe('Keys that match the pattern; absent when none was asked for'),
  key: Key.optional().describe('The key asked for; absent when none was asked for'),
})
export type Observation = z.infer<typeof Observation>
