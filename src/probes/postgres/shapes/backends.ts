import * as z from 'zod'

const ByApplication = z.object({
  name: z.string().describe('Their application_name; empty when they sent none'),
  total: z.int().describe('Connections'),
  plaintext: z.int().describe('Connections over TCP without TLS'),
  idleInTransaction: z
    .int()
    .optional()
    .describe('Connections that hold a transaction open and do nothing; unread without track_activities'),
})

/** Connections of the application as the server counts them; those of looks are left out. */
export const Backends = z.object({
  total: z.int().describe('Client connections that match'),
  encrypted: z.int().describe('Those with TLS'),
  plaintext: z.int().describe('Those over TCP without TLS'),
  unixSocket: z.int().describe('Those over a Unix socket, which has no TLS'),
  active: z.int().optional().describe('Those that run a statement; unread without track_activities'),
  idle: z.int().optional().describe('Those that wait for a statement outside a transaction; unread without track_activities'),
  idleInTransaction: z
    .int()
    .optional()
    .describe('Those that hold a transaction open and do nothing, aborted ones too; unread without track_activities'),
  oldestIdleInTransactionSeconds: z
    .number()
    .optional()
    .describe('How long the oldest of these has done nothing, seconds; absent when there is none; unread without track_activities'),
  oldestTransactionSeconds: z
    .number()
    .optional()
    .describe('Age of the oldest open transaction, seconds; absent when there is none; unread without track_activities'),
  byApplication: z.array(ByApplication).describe('The same by application_name, the most connections first'),
})
export type Backends = z.infer<typeof Backends>
