/** Whole items in YAML, for the page of the probe. */
export const examples: readonly { readonly title: string; readonly yaml: string }[] = [
  {
    title: 'The application does not log in as a superuser',
    yaml: `id: db.role
title: The application's role is no superuser and does not bypass row-level security
severity: critical
probe: postgres
with: { role: { name: shop_app } }
expect:
  - "role.name == 'shop_app' && !namedRole.superuser && !namedRole.bypassRls && !namedRole.createRole"
  - "!namedRole.superuserThroughRoles && !namedRole.specialThroughRoles"
`,
  },
  {
    title: 'The connections of the application are encrypted',
    yaml: `id: db.connections
title: Each connection of the application is encrypted, and ten more fit
severity: high
probe: postgres
with: { backends: { application: shop-api }, pool: true }
enough: "backends.total > 0"
expect: "backends.encrypted == backends.total && pool.available >= 10"
`,
  },
  {
    title: 'No default password',
    yaml: `id: db.no-default-password
title: The superuser refuses common passwords
severity: critical
probe: postgres
effect: session
with: { passwords: { user: postgres } }
enough: "passwords.userExists"
expect: "passwords.refusesRandom && passwords.acceptedDefaults.size() == 0"
`,
  },
  {
    title: 'Every table of tenants is protected',
    yaml: `id: db.rls
title: Row-level security is on and forced on each table
severity: critical
probe: postgres
with:
  queries:
    open: "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)"
    tables: "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p')"
enough: "queries.tables.value > 0"
expect: "queries.open.value == 0"
`,
  },
  {
    title: 'The statement of the login uses its index, on a table of production size',
    yaml: `id: sql.login-uses-index
title: Finding a user by mail address reads no whole table
severity: high
probe: postgres
with:
  explain:
    byEmail: { sql: "select id from users where email = $1", table: users, minRows: 10000 }
expect:
  - "'users_email_key' in explain.byEmail.usesIndex"
  - "explain.byEmail.seqScans.size() == 0"
`,
  },
  {
    title: 'The columns that lock an account',
    yaml: `id: lockout.columns
title: users has a counter of failures and a time with zone
severity: high
probe: postgres
with: { tables: [users] }
expect:
  - "tables.users.columns.failed_login_attempts.default == '0'"
  - "tables.users.columns.locked_until.type == 'timestamp with time zone'"
`,
  },
  {
    title: 'No migration is half done',
    yaml: `id: db.migrated
title: One head, and nothing failed
severity: critical
probe: postgres
with: { migrations: { tool: alembic } }
expect: "migrations.exists && migrations.current.size() == 1 && migrations.failed.size() == 0"
`,
  },
]
