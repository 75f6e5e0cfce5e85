import { defineProbe } from '../contract.ts'
import { Observation, Params, Target } from './schema.ts'

export const probe = defineProbe<Params, Observation, Target>({
  name: 'postgres',
  summary: 'Logs in to a PostgreSQL server, reads role, settings and TLS, and runs queries that cannot write.',
  params: Params,
  observation: Observation,
  target: { kind: 'postgres', schema: Target, required: true },
  timeoutMs: 10_000,
  effect: () => 'read',
  describe: ({ queries = {} }, { target }) => {
    const statements = Object.values(queries).map((query) => (typeof query === 'string' ? query : query.sql).trim().replace(/;$/, ''))
    return {
      summary: [`role, settings and TLS of ${target ?? 'postgres'}`, ...statements.map((sql) => sql.replace(/\s+/g, ' '))].join('; '),
      repeat: `psql "$DATABASE_URL" ${(statements.length === 0 ? ['show all'] : statements).map((sql) => `-c ${quoted(sql)}`).join(' ')}`,
    }
  },
  examples: [
    {
      title: 'The application does not log in as a superuser',
      yaml: `id: db.role
title: The application's role is no superuser and does not bypass row-level security
severity: critical
probe: postgres
expect:
  - "!role.superuser && !role.bypassRls && !role.createRole"
  - "role.name == 'shop_app'"
`,
    },
    {
      title: 'Encrypted, with room for connections',
      yaml: `id: db.connections
title: Connections are encrypted and fewer than 80 % are in use
severity: high
probe: postgres
expect:
  - "tls.used && tls.version == 'TLSv1.3'"
  - "double(connections.used) / double(connections.max) < 0.8"
`,
    },
    {
      title: 'Every table of tenants is protected',
      yaml: `id: db.rls
title: Row-level security is forced on each table
severity: critical
probe: postgres
with:
  queries:
    open: "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' and not c.relforcerowsecurity"
    tables: "select count(*) from pg_tables where schemaname = 'public'"
enough: "queries.tables.value > 0"
expect: "queries.open.value == 0"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
