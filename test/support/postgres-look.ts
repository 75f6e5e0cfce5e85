import { deepStrictEqual } from 'node:assert/strict'
import pg from 'pg'
import type * as z from 'zod'
import type { PostgresServer } from '../../fixtures/servers/postgres.ts'
import { observe } from '../../src/probes/postgres/observe.ts'
import { Observation, Params } from '../../src/probes/postgres/schema.ts'
import { testContext } from './context.ts'

export interface PostgresLook {
  readonly observation: Observation
  /** Dotted path, reason and detail of what was unread. */
  readonly unread: readonly (readonly [path: string, reason: string, detail: string])[]
}

/** `postgres://` address of a role whose password is its name. */
export const urlOf = (server: PostgresServer, user: string): string =>
  `postgres://${user}:${user}@127.0.0.1:${server.port}/${server.database}`

/** A look as this role (default: the superuser), its observation held against the schema. */
export async function lookAt(
  server: PostgresServer,
  params: z.input<typeof Params>,
  user?: string,
  timeoutMs = 15_000,
): Promise<PostgresLook> {
  const url = user === undefined ? server.url : urlOf(server, user)
  const { observation, unread = [] } = await observe(Params.parse(params), testContext({ target: { url, tls: 'off' as const }, timeoutMs }))
  // What the schema does not know would not reach an expectation.
  deepStrictEqual(observation, Observation.parse(observation))
  return { observation, unread: unread.map(({ path, reason, detail }) => [path.join('.'), reason, detail]) }
}

/** An open connection of somebody; `ssl: false` unless said otherwise. */
export async function connected(connectionString: string, options: pg.ClientConfig = {}): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, ssl: false, ...options })
  client.on('error', () => {})
  await client.connect()
  return client
}
