import { afterAll, beforeAll, describe as group, expect, it } from 'vitest'
import { makeCertificates } from '../../../fixtures/servers/certificates.ts'
import type { Certificates } from '../../../fixtures/servers/certificates.ts'
import { startPostgres } from '../../../fixtures/servers/postgres.ts'
import type { PostgresServer } from '../../../fixtures/servers/postgres.ts'
import { paste } from '../../../test/support/paste.ts'
import { Secret } from '../../redaction/secret.ts'
import { describe } from './describe.ts'
import { effect } from './effect.ts'
import { Params } from './schema.ts'

const told = (params: Parameters<typeof Params.parse>[0]) => describe(Params.parse(params), { target: 'db' })

it('tells each part in words and how to see much the same by hand', () => {
  const { summary, repeat } = told({
    tables: ['users'],
    pool: true,
    explain: { one: { sql: 'select\n1;' } },
    queries: { two: "select 'x'" },
  })
  expect(summary).toBe("role, settings and TLS of db; table users; room for connections; select 'x'; explain select 1")
  expect(repeat).toContain(
    `-c '\\d+ users' -c 'select usename, count(*) from pg_stat_activity group by 1' -c 'select '\\''x'\\''' -c 'explain (costs) select`,
  )
  expect(told({}).repeat).toMatch(/^psql "\$\{DATABASE_URL:\?\}" -c '\\conninfo' -c 'select rolname, .*' -c 'show all'$/)
})

it('counts the logins and shows none of the passwords', () => {
  const text = JSON.stringify(told({ passwords: { user: 'app', tries: ['one-Password', new Secret('two-Password', 's')] } }))
  expect(text).toContain('3 logins as app')
  expect(text).not.toContain('-Password')
  expect(told({ passwords: { user: 'app', tries: ['one-Password'] } }).repeat).toContain(
    'for p in made-up "$PASSWORD_1"; do PGPASSWORD="$p" psql -w',
  )
  expect(told({ passwords: { user: 'app' } }).summary).toContain('6 logins as app')
})

it('a look that tries passwords must say its effect, others read', () => {
  expect(effect({ passwords: { user: 'app' } })).toBe('declare')
  expect(effect({ backends: {}, explain: {}, queries: {} })).toBe('read')
})

group('pasted, before a server with TLS', () => {
  const ODD = `o'dd "pass" \\ $HOME`
  const odd = new Secret(ODD, 'secrets.odd', [{ variable: 'ODD' }])
  let certificates: Certificates
  let server: PostgresServer
  beforeAll(async () => {
    certificates = await makeCertificates({ names: ['127.0.0.1'] })
    server = await startPostgres({ tls: certificates })
  }, 60_000)
  afterAll(async () => {
    await server.stop()
    await certificates.remove()
  })

  async function pasted(
    params: Parameters<typeof Params.parse>[0],
    changes: { url?: string; tls?: 'required' | 'off'; ca?: boolean } = {},
  ) {
    const url = changes.url ?? server.url
    const address = new Secret(url, 'secrets.db', [{ variable: 'DB' }])
    const { repeat } = describe(Params.parse(params), {
      address,
      settings: { url: address, tls: changes.tls ?? 'required' },
      ...(changes.ca === false ? {} : { caFile: certificates.ca }),
    })
    return paste(repeat, { DB: url, ODD })
  }

  it('the line checks the certificate where the look does', async () => {
    const { stdout } = await pasted({})
    expect(stdout).toContain('SSL connection (protocol')
    expect(stdout).toMatch(/postgres +\| t +\| t/)
    const other = await makeCertificates({ names: ['127.0.0.1'] })
    const address = new Secret(server.url, 'secrets.db', [{ variable: 'DB' }])
    const { repeat } = describe({}, { address, settings: { url: address, tls: 'required' }, caFile: other.ca })
    expect(await paste(repeat, { DB: server.url })).toMatchObject({ code: 2, stderr: expect.stringContaining('SSL error') })
    await other.remove()
    expect((await pasted({}, { ca: false })).stdout).toContain('SSL connection (protocol')
    expect((await pasted({}, { tls: 'off' })).stdout).not.toContain('SSL connection (protocol')
  })

  it('an address that SQLAlchemy knows is one for psql', async () => {
    const url = `${server.url.replace('postgres:', 'postgresql+asyncpg:')}?ssl=require`
    expect(await pasted({}, { url })).toMatchObject({ code: 0, stdout: expect.stringContaining('SSL connection (protocol') })
  })

  it('every part runs', async () => {
    await paste(
      'psql "$DB" -c \'create table "Users" (id int primary key)\' -c \'create table alembic_version as select 7 as version_num\'',
      { DB: server.url },
    )
    const { code, stdout, stderr } = await pasted({
      backends: { user: 'postgres', application: 'psql' },
      role: { name: 'postgres' },
      tables: ['public.Users'],
      migrations: { tool: 'alembic' },
      pool: true,
      settingSources: ['log_statement', 'TimeZone'],
      replication: true,
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Did not find any settings.\n' })
    for (const seen of [
      /postgres +\| app +\| psql .*\| t/,
      /Superuser/,
      /Table "public.Users"/,
      /version_num[^]* 7\n/,
      /log_statement +\| none +\| default/,
    ])
      expect(stdout).toMatch(seen)
  })

  it('each password is tried as the user, and not with the one of the address', async () => {
    const passwords = { user: 'app_"user', tries: ['postgres', odd] }
    await pasted({ queries: { one: `create role "app_""user" login password '${ODD.replaceAll("'", "''")}'` } })
    const line = await pasted({ passwords })
    expect(line).toMatchObject({ code: 0, stdout: 'logged in\n' })
    expect(line.stderr.match(/password authentication failed for user "app_"user"/g)).toHaveLength(2)
  })

  it('statements run with their values, and a plan without', async () => {
    const { code, stdout, stderr } = await pasted({
      queries: { one: { sql: 'select $1 || length($1) as seen, $2::int', params: [odd, 7] }, two: "select 'it''s' as plain;" },
      explain: {
        generic: { sql: 'select * from pg_class where oid = $1 and relname = $2' },
        given: { sql: 'select $1::text', params: [odd] },
        fixed: { sql: 'select 1' },
      },
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(`${ODD}${ODD.length}`)
    expect(stdout).toContain("it's")
    expect(stdout).toMatch(/Index Scan using pg_class_\w+ on pg_class [^]*\(oid = \$1\)/)
  })

  it('a statement that analyzes is not run', async () => {
    expect((await pasted({ explain: { one: { sql: 'analyze select 1' } } })).stderr).toContain('syntax error')
  })
})
