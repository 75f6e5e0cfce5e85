import { expect, it } from 'vitest'
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
    `-c '\\d+ users' -c 'select usename, count(*) from pg_stat_activity group by 1' -c 'select '\\''x'\\''' -c 'explain select`,
  )
  expect(told({}).repeat).toBe('psql "$DATABASE_URL" -c \'show all\'')
})

it('counts the logins and shows none of the passwords', () => {
  const text = JSON.stringify(told({ passwords: { user: 'app', tries: ['one-Password', new Secret('two-Password', 's')] } }))
  expect(text).toContain('3 logins as app')
  expect(text).not.toContain('-Password')
  expect(told({ passwords: { user: 'app' } }).summary).toContain('6 logins as app')
})

it('a look that tries passwords must say its effect, others read', () => {
  expect(effect({ passwords: { user: 'app' } })).toBe('declare')
  expect(effect({ backends: {}, explain: {}, queries: {} })).toBe('read')
})
