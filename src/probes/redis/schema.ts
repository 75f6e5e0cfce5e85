import * as z from 'zod'
import { findings, secretText } from '../fields.ts'

// CONFIG GET answers these with the secret itself.
const SECRET_SETTINGS = /pass|auth|secret|^user$/
const settingName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'wants the full name of a parameter, for example maxmemory-policy')
  .refine((name) => !SECRET_SETTINGS.test(name), 'this parameter holds a secret, it is not read')

export const Target = z.strictObject({ url: secretText().describe('redis:// or rediss:// (TLS) address with user, password and database') })
export type Target = z.infer<typeof Target>

export const Params = z.strictObject({
  keys: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .describe('Glob pattern (`used-jti:*`) of keys to count and to read the TTL of; at most 1,000 keys'),
  key: z.string().min(1).max(500).optional().describe('Name of one key to look for'),
  database: z.int().min(0).max(100_000).optional().describe('Index to SELECT; default: the one in the address, else 0'),
  config: z.array(settingName).max(50).optional().describe('Names of parameters to read with CONFIG GET'),
  pings: z.int().min(5).max(1000).default(20).describe('PINGs sent one after the other to measure `latency`'),
})
export type Params = z.infer<typeof Params>

const Keys = z.object({
  looked: z.int().describe('Keys whose TTL was read, at most 1,000'),
  complete: z
    .boolean()
    .describe('Whether every matching key was looked at, which of a cluster one node does not show; if not, the fields below are unread'),
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
  lastSaveOk: z
    .boolean()
    .optional()
    .describe('Whether the last snapshot was written; a server says so too when it took none yet, see `lastSaveAgeSeconds`'),
  lastSaveAgeSeconds: z
    .int()
    .optional()
    .describe('Time since the last snapshot by the clock of the server, seconds; since its start when it took none'),
  unsavedChanges: z.int().optional().describe('Changes since the last snapshot'),
  aofLastWriteOk: z.boolean().optional().describe('Whether the last write of the append-only file worked; absent when it is off'),
})

const Memory = z.object({
  usedBytes: z.int().optional().describe('Memory in use, bytes'),
  peakBytes: z.int().optional().describe('Most memory ever in use since the start, bytes'),
  maxMemoryBytes: z.int().optional().describe('Limit of the memory, bytes; 0 when there is none'),
  policy: z.string().optional().describe('What is evicted at the limit, as `maxMemoryPolicy`'),
  mayEvict: z
    .boolean()
    .optional()
    .describe('Whether a full memory makes it forget keys: there is a limit and the policy is not `noeviction`'),
  evictedKeys: z.int().optional().describe('Keys evicted since the start'),
})

const Clients = z.object({
  connected: z.int().optional().describe('Connected clients, this one included'),
  max: z.int().optional().describe('Most clients at a time (`maxclients`)'),
  blocked: z.int().optional().describe('Clients that wait in a blocking command'),
  rejected: z.int().optional().describe('Connections refused since the start because of `maxclients`'),
})

const Replication = z.object({
  role: z.string().optional().describe('`master` or `slave`, as `role`'),
  replicas: z.int().optional().describe('Connected replicas'),
  linkUp: z.boolean().optional().describe('Whether a replica hears its master; absent on a master'),
})

const Latency = z.object({
  samples: z.int().describe('PINGs that were measured'),
  p50Ms: z.number().describe('Median, milliseconds'),
  p95Ms: z.number().describe('95th percentile (nearest rank), milliseconds'),
  maxMs: z.number().describe('Slowest, milliseconds'),
})

const Certificate = z.object({
  protocol: z.string().describe('Version of TLS, for example TLSv1.3'),
  cipher: z.string().describe('Cipher suite'),
  subject: z.string().describe('Subject of the certificate'),
  issuer: z.string().describe('Issuer of the certificate'),
  names: z.array(z.string()).describe('Host names and addresses of the certificate'),
  validTo: z.string().describe('End of its validity, ISO 8601 UTC'),
  daysLeft: z.number().describe('Days until then'),
})

// What INFO, CONFIG, SELECT or a second connection tell is optional: each of them may be refused, which leaves the field unread.
export const Observation = z.object({
  ping: z.string().describe('Answer to PING on the connection with the credentials: `PONG`'),
  authRequired: z.boolean().optional().describe('Whether a connection without credentials was refused with NOAUTH'),
  wrongPasswordRefused: z
    .boolean()
    .optional()
    .describe('Whether a random wrong password was refused with WRONGPASS; false when the server takes any, or has none'),
  authenticated: z
    .boolean()
    .describe('Whether the server accepted the credentials of the address; false when it has no password or none was given'),
  tls: z.boolean().describe('Whether the connection is encrypted, the certificate verified'),
  encryption: Certificate.optional().describe('Facts of the encrypted connection; absent on a plain one'),
  user: z.string().optional().describe('Name of the user that the server knows us as (ACL WHOAMI); unread when it may not ask'),
  openUsers: findings(z.string())
    .optional()
    .describe('Users that are on and take any password (`nopass`), the default one among them; unread when ACL LIST was refused'),
  latencyMs: z.number().describe('Median of the PINGs, milliseconds'),
  latency: Latency.describe('Times of the PINGs on the open connection'),
  database: z.int().optional().describe('Index of the selected database; unread when SELECT was refused'),
  version: z.string().optional().describe('Version of the server, for example 7.0.15'),
  mode: z.string().optional().describe('`standalone`, `cluster` or `sentinel`'),
  role: z.string().optional().describe('`master` or `slave`'),
  uptimeSeconds: z.int().optional().describe('Time since the server started, seconds'),
  connectedClients: z.int().optional().describe('Connected clients, this one included'),
  maxMemoryPolicy: z.string().optional().describe('What is evicted when memory is full: `noeviction`, `allkeys-lru` ...'),
  persistence: Persistence.describe('What survives a restart'),
  memory: Memory.describe('Use and limit of the memory'),
  clients: Clients.describe('Use and limit of the connections'),
  replication: Replication.describe('Its place among replicas'),
  databases: z.int().optional().describe('Number of databases'),
  config: z.record(z.string(), z.string()).optional().describe('The parameters asked for, by name; absent when none was asked for'),
  keys: Keys.optional().describe('Keys that match the pattern; absent when none was asked for'),
  key: Key.optional().describe('The key asked for; absent when none was asked for'),
})
export type Observation = z.infer<typeof Observation>
