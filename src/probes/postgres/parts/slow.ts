import { LookError } from '../../../core/look-error.ts'
import type { PartSeen, Reader, Row } from '../reader.ts'
import { present } from '../reader.ts'
import type { Params } from '../schema.ts'
import type { Slow } from '../shapes/server.ts'

// The names of the times changed with version 1.8 of the extension, which a server may have upgraded past without its databases.
const EXTENSION = `
select format('%I', n.nspname) as schema,
  exists (select from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
    where c.relname = 'pg_stat_statements' and c.relnamespace = e.extnamespace and a.attname = 'mean_exec_time') as renamed,
  exists (select from pg_catalog.pg_class c where c.relname = 'pg_stat_statements_info' and c.relnamespace = e.extnamespace) as info
from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_stat_statements'`

const SCOPE = `s.dbid = (select oid from pg_catalog.pg_database where datname = current_database())
  and ($1::text is null or s.userid = (select oid from pg_catalog.pg_roles where rolname = $1))`

const TEXT_CAP = 500
// Only what the planner sees has its values replaced by $1 there: CREATE ROLE ... PASSWORD stands in full.
const NORMALISED = /^\s*(?:select|insert|update|delete|merge|with|values|table)\b/i

/** Slow statements of this database. Throws LookError `unsupported` when nothing counts them. */
export async function readSlow({ overMs, by, user }: NonNullable<Params['slow']>, reader: Reader): Promise<PartSeen<Slow>> {
  const [extension] = await reader.ask(EXTENSION)
  if (extension === undefined) throw new LookError('unsupported', 'the extension pg_stat_statements is not installed in this database')
  const view = `${String(extension['schema'])}.pg_stat_statements`
  const time = (kind: 'mean' | 'max') => `s.${kind}${extension['renamed'] === true ? '_exec' : ''}_time`
  try {
    const [all] = await reader.ask(
      `select coalesce(sum(s.calls), 0)::int8 as calls, current_setting('pg_stat_statements.track', true) as track from ${view} s where ${SCOPE}`,
      [user ?? null],
    )
    const [info] = extension['info'] === true ? await reader.ask(`select stats_reset from ${view}_info`) : []
    const counted = {
      overMs,
      totalCalls: Number(all?.['calls']),
      ...present({ statsReset: info?.['stats_reset'] as string | null | undefined }),
    }
    const nothing =
      all?.['track'] === 'none'
        ? 'pg_stat_statements.track is none: nothing is counted'
        : 'no execution was counted yet: that none was slow says nothing'
    if (all?.['track'] === 'none' || counted.totalCalls === 0)
      return { value: counted, unread: [{ path: ['statements'], reason: 'insufficient', detail: nothing }] }
    const rows = await reader.ask(
      `select s.queryid as id, ${time('mean')} as mean, ${time('max')} as max, s.calls, left(s.query, 4000) as query from ${view} s
      where ${SCOPE} and ${time(by)} > $2 order by ${time(by)} desc limit 50`,
      [user ?? null, overMs],
    )
    return { value: { ...counted, statements: rows.map(statementOf) } }
  } catch (error) {
    // Installed, but the server was started without it.
    if (error instanceof LookError && error.message.startsWith('SQLSTATE 55000')) throw new LookError('unsupported', error.message)
    throw error
  }
}

function statementOf(row: Row): NonNullable<Slow['statements']>[number] {
  const times = { meanMs: Number(row['mean']), maxMs: Number(row['max']), calls: Number(row['calls']) }
  // Of other roles number and text are hidden.
  return row['id'] === null ? times : { queryId: String(row['id']), ...times, query: shown(String(row['query'])) }
}

function shown(text: string): string {
  if (!NORMALISED.test(text)) return /^\s*(\w*)/.exec(text)?.[1] ?? ''
  return withoutValues(text).replace(/\s+/g, ' ').trim().slice(0, TEXT_CAP)
}

// Comments, "names", strings in their three forms, numbers; what is not closed ends with the text.
const TOKENS =
  /--[^\n]*|\/\*[^]*?(?:\*\/|$)|("(?:[^"]|"")*"?)|e'(?:[^'\\]|''|\\[^])*'?|'(?:[^']|'')*'?|\$((?:[a-z_]\w*)?)\$[^]*?(?:\$\2\$|$)|(?<![$\w.])\d+(?:\.\d+)?/gi

/** A statement with its comments and literals taken out: a text that was evicted between planning and execution keeps its values. */
export function withoutValues(text: string): string {
  return text.replace(TOKENS, (token, name?: string) => name ?? (/^(?:--|\/\*)/.test(token) ? ' ' : '?'))
}
