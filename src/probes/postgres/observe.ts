import { monotonicMs } from '../../core/monotonic.ts'
import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import { withDeadline } from '../../io/deadline.ts'
import type { ProbeContext, Seen } from '../contract.ts'
import { readAddress } from './address.ts'
import { readFacts } from './facts.ts'
import { tryLogin } from './login.ts'
import { readParts } from './parts.ts'
import { runQuery } from './query.ts'
import { readerOf } from './reader.ts'
import type { Observation, Params, QueryResult, Target } from './schema.ts'
import { openSession } from './session.ts'
import type { Session } from './session.ts'

/** Logs in, reads what the server tells about itself and the parts that were asked for, then runs the queries one by one. */
export async function observe(params: Params, context: ProbeContext<Target>): Promise<Seen<Observation>> {
  const address = readAddress(context.target)
  const { signal, timeoutMs, ca, run } = context
  return withDeadline({ signal, timeoutMs, what: 'postgres gave no answer' }, async (deadline) => {
    const options = { runId: run.id, ...(ca === undefined ? {} : { ca }) }
    const endsAt = monotonicMs() + timeoutMs
    const leftMs = () => endsAt - monotonicMs()
    const sessions = await keptOpen(() => openSession(address, deadline, options))
    try {
      const { facts, unread } = await readFacts(await sessions.current(), params.settings ?? [])
      // Half of what is left each time, so that a server that delays refused logins costs the passwords only.
      const attempt = (user: string, password: string, guessed: boolean) =>
        withDeadline({ signal, timeoutMs: leftMs() / 2, what: 'a login was not answered' }, (own) =>
          tryLogin({ ...address, user, password }, guessed, own, options),
        )
      const { parts, unread: unreadParts } = await readParts(params, readerOf(sessions.current, leftMs, address.user), attempt)
      const asked = await runAll(params.queries, sessions.current, leftMs)
      const { authentication } = sessions.first
      const observation = { ...facts, authentication, ...parts, ...(params.queries === undefined ? {} : { queries: asked.queries }) }
      return { observation, unread: [...unread, ...unreadParts, ...asked.unread], answer: `PostgreSQL ${facts.version}` }
    } finally {
      sessions.close()
    }
  })
}

interface Sessions {
  readonly first: Session
  /** The session, or a new one where a statement has cost it (too large an answer, a killed backend). */
  readonly current: () => Promise<Session>
  readonly close: () => void
}

async function keptOpen(open: () => Promise<Session>): Promise<Sessions> {
  const first = await open()
  let session = first
  const current = async () => {
    if (session.usable()) return session
    session.close()
    session = await open()
    return session
  }
  return { first, current, close: () => session.close() }
}

async function runAll(asked: Params['queries'] = {}, session: () => Promise<Session>, leftMs: () => number) {
  const queries: [string, QueryResult][] = []
  const unread: Unread[] = []
  for (const [name, query] of Object.entries(asked)) {
    try {
      // Half of what is left, so that a slow query never takes all of the look's time.
      const ran = await runQuery(await session(), name, query, leftMs() / 2)
      if (ran.result !== undefined) queries.push([name, ran.result])
      unread.push(...ran.unread)
    } catch (error) {
      if (!(error instanceof LookError)) throw error
      unread.push({ path: ['queries', name], reason: error.reason, detail: error.message })
    }
  }
  return { queries: Object.fromEntries(queries), unread }
}
