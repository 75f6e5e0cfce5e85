import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import { withDeadline } from '../../io/deadline.ts'
import type { ProbeContext, Seen } from '../contract.ts'
import { readAddress } from './address.ts'
import { readFacts } from './facts.ts'
import { runQuery } from './query.ts'
import type { Observation, Params, QueryResult, Target } from './schema.ts'
import { openSession } from './session.ts'
import type { Session } from './session.ts'

/** Logs in, reads what the server tells about itself, then runs the queries one by one. */
export async function observe(params: Params, context: ProbeContext<Target>): Promise<Seen<Observation>> {
  const address = readAddress(context.target)
  const { signal, timeoutMs, ca, run } = context
  return withDeadline({ signal, timeoutMs, what: 'postgres gave no answer' }, async (deadline) => {
    const open = () => openSession(address, deadline, { runId: run.id, ...(ca === undefined ? {} : { ca }) })
    const endsAt = performance.now() + timeoutMs
    const session = await open()
    try {
      const { facts, unread } = await readFacts(session, params.settings ?? [])
      const asked = await runAll(params.queries, session, open, () => endsAt - performance.now())
      const observation = { ...facts, authentication: session.authentication, ...(params.queries === undefined ? {} : { queries: asked.queries }) }
      return { observation, unread: [...unread, ...asked.unread], answer: `PostgreSQL ${facts.version}` }
    } finally {
      session.close()
    }
  })
}

/** A query that costs the connection (too large an answer, a killed backend) costs the next one only a new login. */
async function runAll(asked: Params['queries'] = {}, first: Session, open: () => Promise<Session>, leftMs: () => number) {
  const queries: [string, QueryResult][] = []
  const unread: Unread[] = []
  let session = first
  for (const [name, query] of Object.entries(asked)) {
    try {
      if (!session.usable()) session = await open()
      // Half of what is left, so that a slow query never takes all of the look's time.
      const ran = await runQuery(session, name, query, leftMs() / 2)
      if (ran.result !== undefined) queries.push([name, ran.result])
      unread.push(...ran.unread)
    } catch (error) {
      if (!(error instanceof LookError)) throw error
      unread.push({ path: ['queries', name], reason: error.reason, detail: error.message })
    }
  }
  if (session !== first) session.close()
  return { queries: Object.fromEntries(queries), unread }
}
