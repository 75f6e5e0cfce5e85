import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { makeRepository } from '../../../test/support/git.ts'
import type { Repository } from '../../../test/support/git.ts'
import { Secret } from '../../redaction/secret.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const KEY = 'p/Qz+7-vN4 r8&kT2?wL6xB9'
const open: { remove(): void }[] = []
afterEach(() => open.splice(0).forEach((one) => one.remove()))

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'readiness-plain-'))
  open.push({ remove: () => rmSync(path, { recursive: true, force: true }) })
  return path
}

function repository(): Repository {
  const made = makeRepository()
  open.push(made)
  made.write('README.md', '# App\n')
  made.commit('first')
  return made
}

async function search(baseDir: string, history: object, options: { timeoutMs?: number; path?: string } = {}) {
  const context = testContext({
    baseDir,
    timeoutMs: options.timeoutMs ?? 20_000,
    ...(options.path === undefined ? {} : { path: options.path }),
  })
  const { observation, unread = [] } = await observe(Params.parse({ history }), context)
  await context.close()
  expect(Observation.parse(observation)).toEqual(observation)
  expect(JSON.stringify([observation, unread])).not.toContain(KEY)
  return {
    ...observation.history,
    unread: unread.map(({ path, reason }) => `${path.join('.')} ${reason}`),
    details: unread.map(({ detail }) => detail),
  }
}

const secret = (value = KEY) => ({ secrets: { key: new Secret(value, 'secrets.key') } })

it('finds an env file that was committed once and deleted in the next commit, and the value in it', async () => {
  const repo = repository()
  repo.write('backend/.env', `JWT_SECRET_KEY="${KEY}"\n`)
  const commit = repo.commit()
  repo.git('rm', '--quiet', 'backend/.env')
  repo.commit()
  repo.write('.env.example', 'JWT_SECRET_KEY=\n')
  repo.commit()
  const found = await search(repo.folder, { ...secret(), files: ['.env*'], allow: ['.env.example'] })
  expect(found).toMatchObject({ commits: 4, shallow: false, complete: true, found: true, searched: { key: true }, unread: [] })
  expect(found.hits).toEqual([
    { kind: 'file', name: '.env*', path: 'backend/.env', commit },
    { kind: 'value', name: 'key', path: 'backend/.env', commit, encoding: 'raw' },
  ])
})

it('finds nothing in a clean history, and says what it read', async () => {
  const repo = repository()
  repo.write('a.txt', 'nothing here\n')
  repo.write(
    'bin.dat',
    Uint8Array.from({ length: 4000 }, (_, n) => n % 256),
  )
  repo.commit()
  expect(await search(repo.folder, { ...secret(), patterns: true, files: ['.env'] })).toMatchObject({
    commits: 2,
    blobs: 3,
    complete: true,
    found: false,
    hits: [],
    unread: [],
  })
})

const FORMS: readonly (readonly [string, string | Uint8Array])[] = [
  ['raw', `key: ${KEY}\n`],
  ['base64', `a: ${Buffer.from(KEY).toString('base64')}\n`],
  ['base64', Buffer.from(`user:${KEY}@host`).toString('base64')],
  ['base64url', Buffer.from(`${KEY}ÿÿ`).toString('base64url')],
  ['uri', `redis://:${encodeURIComponent(KEY)}@host`],
  ['hex', Buffer.from(KEY).toString('hex').toUpperCase()],
  ['html', `<b>${KEY.replace('&', '&amp;')}</b>`],
  ['raw', Buffer.from(KEY, 'utf16le')],
  ['raw', Buffer.concat([Buffer.from([0, 255, 254, 200]), Buffer.from(KEY), Buffer.from([255, 0])])],
]

it.each(FORMS)('finds a value as %s (%#)', async (encoding, content) => {
  const repo = repository()
  repo.write('config.bin', content)
  const commit = repo.commit()
  const { hits } = await search(repo.folder, secret())
  expect(hits).toEqual([{ kind: 'value', name: 'key', path: 'config.bin', commit, encoding }])
})

it('looks at side branches, merges, tags and what only a tag points to', async () => {
  const repo = repository()
  repo.git('checkout', '--quiet', '-b', 'side')
  repo.write('side.txt', KEY)
  repo.commit()
  repo.git('tag', '-a', 'v1', '-m', 'tag only')
  repo.git('checkout', '--quiet', 'main')
  repo.git('branch', '-D', 'side')
  repo.write('tagged.txt', `blob ${KEY}`)
  repo.git('tag', 'blob', repo.git('hash-object', '-w', 'tagged.txt'))
  repo.git('clean', '-fdq')
  const { hits = [] } = await search(repo.folder, secret())
  expect(hits.map(({ path, commit }) => [path, commit !== undefined])).toEqual([
    ['side.txt', true],
    ['', false],
  ])
})

it('names every path of a content and the oldest commit of each', async () => {
  const repo = repository()
  repo.write('a/.env.example', `KEY=${KEY}`)
  const first = repo.commit()
  repo.write('b/.env', `KEY=${KEY}`)
  const second = repo.commit()
  const { hits } = await search(repo.folder, { ...secret(), files: ['.env*'], allow: ['.env.example'] })
  expect(hits).toEqual(
    expect.arrayContaining([
      { kind: 'file', name: '.env*', path: 'b/.env', commit: second },
      { kind: 'value', name: 'key', path: 'a/.env.example', commit: first, encoding: 'raw' },
      { kind: 'value', name: 'key', path: 'b/.env', commit: second, encoding: 'raw' },
    ]),
  )
})

it('finds what looks like a credential, also where a comment would switch the rule off', async () => {
  const repo = repository()
  repo.write('src/a.ts', `// secretlint-disable\nconst t = 'ghp_${'aB3dE6gH9j'.repeat(4).slice(0, 36)}'\n`)
  repo.write('test/b.ts', 'postgres://user:pa55w0rdlong@db.internal/app\n')
  repo.commit()
  const names = (found: Awaited<ReturnType<typeof search>>) => found.hits?.map(({ kind, name, path }) => `${kind} ${name} ${path}`)
  expect(names(await search(repo.folder, { patterns: true }))).toEqual([
    'pattern github src/a.ts',
    'pattern database-connection-string test/b.ts',
  ])
  expect(names(await search(repo.folder, { patterns: true, ignore: ['test/**'] }))).toEqual(['pattern github src/a.ts'])
})

it('finds a credential between NULs, and in UTF-16', async () => {
  const repo = repository()
  const token = `ghp_${'aB3dE6gH9j'.repeat(4).slice(0, 36)}`
  repo.write('program', `x\0${token}\0y`)
  repo.write('wide.txt', Buffer.from(`token ${token}\n`, 'utf16le'))
  repo.commit()
  expect((await search(repo.folder, { patterns: true })).hits?.map(({ name, path }) => [name, path])).toEqual([
    ['github', 'program'],
    ['github', 'wide.txt'],
  ])
})

it('a shallow clone leaves hits unread, however clean it is', async () => {
  const repo = repository()
  repo.commit()
  const clone = folder()
  repo.git('clone', '--quiet', '--depth', '1', `file://${repo.folder}`, clone)
  expect(await search(clone, secret())).toMatchObject({
    shallow: true,
    complete: false,
    unread: ['history.found insufficient', 'history.hits insufficient'],
  })
})

it('a limit that is reached leaves hits unread, but not that something was found', async () => {
  const repo = repository()
  for (let n = 0; n < 5; n += 1) repo.write(`f${n}.txt`, `${n} ${KEY}`)
  repo.write('large.txt', 'x'.repeat(5000))
  repo.commit()
  const few = await search(repo.folder, { ...secret(), maxBlobs: 3 })
  expect(few).toMatchObject({ blobs: 3, complete: false, found: true, unread: ['history.hits insufficient'] })
  expect(few.details[0]).toMatch(/maxBlobs; found so far: value key in f\d.txt/)
  expect(await search(repo.folder, { ...secret('another-value-1'), maxBlobBytes: 1000 })).toMatchObject({
    complete: false,
    unread: ['history.found insufficient', 'history.hits insufficient'],
  })
})

it.each(['short', 'postgres', 'Production', 'aaaaaaaaaaaa'])('does not search for "%s", and says that it did not', async (value) => {
  const found = await search(repository().folder, { secrets: { weak: value, key: KEY } })
  expect(found).toMatchObject({
    searched: { weak: false, key: true },
    complete: false,
    unread: ['history.found insufficient', 'history.hits insufficient'],
  })
})

it('is unread outside of a repository, and where there is no git', async () => {
  const plain = folder()
  const all = ['commits', 'blobs', 'shallow', 'found', 'hits'].map((field) => `history.${field} unsupported`)
  expect((await search(plain, secret())).unread).toEqual(all)
  expect((await search(plain, secret(), { path: plain })).unread).toEqual(all)
})

it('reads five thousand contents within seconds', async () => {
  const repo = repository()
  const files = Array.from(
    { length: 5000 },
    (_, n) => [`src/${n % 50}/f${n}.ts`, `export const n${n} = ${n}\n${'const line = "of code";\n'.repeat(60)}`] as const,
  )
  repo.importFiles('refs/heads/many', files)
  const start = performance.now()
  expect(await search(repo.folder, { ...secret(), patterns: true, files: ['.env*'] }, { timeoutMs: 60_000 })).toMatchObject({
    blobs: 5001,
    complete: true,
    found: false,
  })
  expect(performance.now() - start).toBeLessThan(30_000)
}, 60_000)
