import { chmodSync, symlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { makeRepository } from '../../../test/support/git.ts'
import { requirementsOf, valueAt, withoutValue } from './formats.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const NOW = new Date(Math.ceil(Date.now() / 1000) * 1000 + 60_000)
const repo = makeRepository()

beforeAll(() => {
  repo.write('.gitignore', '.env*\n!.env.example\nlogs/\n')
  repo.write('.env.example', 'A=\nexport B_C =x\n# D=1\n')
  repo.write('package.json', '{ "name": "app", "scripts": { "start": "node ." }, "list": [1, { "x": true }] }')
  repo.write('backups/a.sql', 'insert into users;\n')
  repo.write('backups/deep/b.sql', 'x'.repeat(5000))
  repo.write('node_modules/m/c.sql', 'heavy')
  repo.commit()
  repo.write('.env', 'PASSWORD=very-secret-value\nMULTI="line one\nline-two-secret"\n')
  const at = (path: string, seconds: number) =>
    utimesSync(join(repo.folder, path), NOW.getTime() / 1000 - seconds, NOW.getTime() / 1000 - seconds)
  at('backups/a.sql', 7200)
  at('backups/deep/b.sql', 100_000)
  chmodSync(join(repo.folder, '.env'), 0o600)
  chmodSync(join(repo.folder, 'backups/a.sql'), 0o646)
  symlinkSync('package.json', join(repo.folder, 'link.json'))
  symlinkSync('nowhere', join(repo.folder, 'broken'))
})
afterAll(() => repo.remove())

async function look(params: object, options: { baseDir?: string; path?: string } = {}) {
  const context = testContext({
    baseDir: options.baseDir ?? repo.folder,
    now: () => NOW,
    ...(options.path === undefined ? {} : { path: options.path }),
  })
  const { observation, unread = [] } = await observe(Params.parse(params), context)
  await context.close()
  expect(Observation.parse(observation)).toEqual(observation)
  return { ...observation, unread: unread.map(({ path, reason }) => `${path.join('.')} ${reason}`) }
}

it('tells of files by path whether they are there, tracked and ignored', async () => {
  const seen = await look({ paths: ['.env', '.env.example', '.env.production', 'logs/x.log', 'broken', 'backups'] })
  expect(seen.missing).toEqual(['.env.production', 'logs/x.log', 'broken', 'backups'])
  expect(seen.files?.map(({ path, tracked, ignored, mode, worldReadable }) => [path, tracked, ignored, mode, worldReadable])).toEqual([
    ['.env', false, true, '0600', false],
    ['.env.example', true, false, '0644', true],
  ])
  expect(seen).toMatchObject({ count: 2, unread: ['envKeys insufficient'] })
  expect(seen.ignored).toEqual({
    '.env': true,
    '.env.example': false,
    '.env.production': true,
    'logs/x.log': true,
    broken: false,
    backups: false,
  })
})

it('takes for ignored what a .gitignore covers, not what one clone or one user leaves out', async () => {
  const other = makeRepository()
  other.write('.git/info/exclude', 'local.env\n')
  other.write('mine/.gitignore', 'user.env\n')
  other.git('config', 'core.excludesFile', join(other.folder, 'mine/.gitignore'))
  const paths = ['local.env', 'user.env', 'shared.env', 'kept.env']
  expect((await look({ paths }, { baseDir: other.folder })).ignored).toEqual(Object.fromEntries(paths.map((path) => [path, false])))
  other.write('.gitignore', '*.env\n!kept.env\n')
  const ignored = { 'local.env': true, 'user.env': true, 'shared.env': true, 'kept.env': false }
  expect((await look({ paths }, { baseDir: other.folder })).ignored).toEqual(ignored)
  other.remove()
})

it('knows that a file is tracked however its path is written', async () => {
  const paths = ['../package.json', join(repo.folder, 'package.json'), './deep/../a.sql', 'deep//b.sql']
  const { files } = await look({ root: 'backups', paths, parse: 'none' })
  expect(files?.map(({ tracked }) => tracked)).toEqual([true, true, true, true])
})

it('finds files by glob, the newest and the oldest, and leaves heavy folders out unless they are named', async () => {
  const seen = await look({ paths: ['**/*.sql'] })
  expect(seen).toMatchObject({
    count: 2,
    missing: [],
    totalBytes: 5019,
    newest: { path: 'backups/a.sql', ageSeconds: 7200 },
    oldest: { path: 'backups/deep/b.sql', ageSeconds: 100_000 },
    unread: [],
  })
  expect(seen.files?.[0]).toMatchObject({ mode: '0646', worldWritable: true, tracked: true, ignored: false })
  expect((await look({ paths: ['node_modules/**/*.sql'] })).files?.map(({ path }) => path)).toEqual(['node_modules/m/c.sql'])
  expect(await look({ paths: ['*.none'] })).toMatchObject({ count: 0, files: [], missing: [] })
})

it('follows a link that a path names, and says that it is one', async () => {
  const { files } = await look({ paths: ['link.json'], values: { name: 'name' } })
  expect(files).toMatchObject([{ path: 'link.json', symlink: true }])
  expect(files?.[0]?.bytes).toBeGreaterThan(50)
})

it('looks for texts, and shows lines when asked to', async () => {
  const seen = await look({
    paths: ['backups/a.sql', 'package.json'],
    contains: { insert: 'insert into', drop: 'drop table' },
    lines: true,
  })
  expect(seen.contains).toEqual({ insert: true, drop: false })
  expect(seen.files?.map(({ matches }) => matches)).toEqual([['insert'], []])
  expect(seen.files?.[0]?.lines).toEqual(['insert into users;'])
  expect(await look({ paths: ['no-such'], contains: { insert: 'x' } })).not.toHaveProperty('contains')
})

it('shows names and never values of an env file', async () => {
  const seen = await look({ paths: ['.env'], lines: true })
  expect(seen.envKeys).toEqual(['MULTI', 'PASSWORD'])
  expect(seen.files?.[0]?.lines).toEqual(['PASSWORD=', 'MULTI=', ''])
  expect(JSON.stringify(seen)).not.toMatch(/secret/)
  const lines = ['# note', '#A=secret', '# export API_KEY=secret', '  # password: secret', 'rest of a value', ' export X = 1']
  expect(lines.map(withoutValue)).toEqual(['# note', '#A=', '# export API_KEY=', '  # password:', '', ' export X ='])
})

it('takes values from the one JSON file by path', async () => {
  const values = { start: 'scripts.start', flag: 'list.1.x', none: 'scripts.stop', proto: 'constructor.name' }
  expect((await look({ paths: ['package.json'], values })).values).toEqual({ start: 'node .', flag: true })
  expect((await look({ paths: ['package.json', 'link.json'], values })).unread).toEqual(['values insufficient'])
  expect((await look({ paths: ['backups/a.sql'], parse: 'json', values })).unread).toEqual(['values malformed'])
  expect(valueAt([{ a: null }], '0.a')).toBeNull()
  const dependencies = { lodash: '1', 'lodash.merge': '2', 'socket.io': { client: '3' } }
  expect(['lodash', 'lodash.merge', 'socket.io.client', 'socket'].map((path) => valueAt({ dependencies }, `dependencies.${path}`))).toEqual(
    ['1', '2', '3', undefined],
  )
})

it('reads pip requirements with their versions', () => {
  const text =
    'SlowAPI==0.1.9  # limiter\nfastapi[all] >=0.100,<1 ; python_version > "3.8"\nPy_JWT==2.*\nuvicorn\n-r base.txt\n--hash=sha256:ab\nx @ https://a.b/c.whl\nidna===3.4 \\\n  --hash=sha256:cd\n'
  const { packages, includes } = requirementsOf(text)
  expect(Object.fromEntries(packages)).toEqual({
    slowapi: { spec: '==0.1.9', pinned: true, version: '0.1.9' },
    fastapi: { spec: '>=0.100,<1', pinned: false },
    'py-jwt': { spec: '==2.*', pinned: false },
    uvicorn: { spec: '', pinned: false },
    x: { spec: '@https://a.b/c.whl', pinned: false },
    idna: { spec: '===3.4', pinned: true, version: '3.4' },
  })
  expect(includes).toEqual(['base.txt'])
})

it('takes for pinned only what is pinned to one version wherever it is named', () => {
  const { packages } = requirementsOf('a==1\na>=1\nb>=1\nb==1\nc==1\nc==2\nd==$VERSION\ne==1\nE==1\n')
  expect([...packages].filter(([, { pinned }]) => pinned).map(([name]) => name)).toEqual(['e'])
})

it('leaves requirements unread while a file that they include was not looked at', async () => {
  repo.write('req/requirements.txt', '-r requirements-base.txt\na==1\n')
  repo.write('req/requirements-base.txt', 'b==2\n')
  expect((await look({ paths: ['req/requirements.txt'] })).unread).toEqual(['requirements insufficient'])
  const both = await look({ paths: ['req/*.txt'] })
  expect(both.unread).toEqual([])
  expect(Object.keys(both.requirements ?? {})).toEqual(['b', 'a'])
})

it('gives no age to a change in the future', async () => {
  repo.write('future.txt', 'x')
  utimesSync(join(repo.folder, 'future.txt'), NOW.getTime() / 1000 + 3600, NOW.getTime() / 1000 + 3600)
  const seen = await look({ paths: ['future.txt'] })
  expect(seen.newest).not.toHaveProperty('ageSeconds')
  expect(seen.unread).toEqual(['files.0.ageSeconds malformed', 'oldest.ageSeconds malformed', 'newest.ageSeconds malformed'])
})

it('keeps the rest when git is not there, and does not ask when told not to', async () => {
  const seen = await look({ paths: ['package.json'] }, { path: repo.folder })
  expect(seen).toMatchObject({ count: 1, unread: ['ignored unsupported', 'files.0.tracked unsupported', 'files.0.ignored unsupported'] })
  expect(await look({ paths: ['package.json'], git: false }, { path: repo.folder })).toMatchObject({ count: 1, unread: [] })
})

it('leaves unread what a file that is too large would have told', async () => {
  repo.write('huge.json', ' '.repeat(4 * 1024 * 1024 + 1))
  const { unread } = await look({ paths: ['huge.json'], contains: { a: 'a' }, values: { a: 'a' } })
  expect(unread).toEqual(['contains insufficient', 'files.0.matches insufficient', 'values insufficient'])
})

it('reads UTF-16 by its mark, and leaves unread what is no text or too long', async () => {
  const wide = Buffer.from('\ufeffinsert into', 'utf16le')
  repo.write('le.txt', wide)
  repo.write('be.txt', Buffer.from(wide).swap16())
  repo.write('nul.txt', 'insert\0')
  repo.write('long.txt', 'x\n'.repeat(2001))
  repo.write('full.txt', 'x\n'.repeat(2000))
  const texts = { contains: { insert: 'insert' }, lines: true }
  expect((await look({ paths: ['le.txt', 'be.txt'], ...texts })).files?.map(({ matches }) => matches)).toEqual([['insert'], ['insert']])
  expect((await look({ paths: ['nul.txt'], ...texts })).unread).toEqual(
    ['contains', 'files.0.matches', 'files.0.lines'].map((path) => `${path} insufficient`),
  )
  const long = await look({ paths: ['full.txt', 'long.txt'], lines: true })
  expect(long.unread).toEqual(['files.1.lines insufficient'])
  expect(long.files?.map(({ lines }) => lines?.length)).toEqual([2000, undefined])
})

const ALL = ['files', 'count', 'totalBytes', 'newest', 'oldest', 'contains', 'envKeys', 'requirements'].map(
  (field) => `${field} insufficient`,
)

it('does not know all files where a link to a folder or too many folders are in the way', async () => {
  const other = makeRepository()
  other.write('here/a.sql', 'x')
  symlinkSync('here', join(other.folder, 'inside'))
  expect(await look({ paths: ['**/*.sql'] }, { baseDir: other.folder })).toMatchObject({ count: 1, unread: [] })
  symlinkSync(repo.folder, join(other.folder, 'outside'))
  expect((await look({ paths: ['**/*.sql'] }, { baseDir: other.folder })).unread).toEqual(ALL)
  expect((await look({ paths: ['inside/*.sql'] }, { baseDir: other.folder })).unread).toEqual(ALL)
  expect((await look({ paths: ['*.sql'] }, { baseDir: other.folder })).unread).toEqual([])
  other.write(`here/${'d/'.repeat(25)}b.sql`, 'x')
  const deep = await look({ root: 'here', paths: ['**/*.sql'], values: { a: 'a' }, parse: 'json' }, { baseDir: other.folder })
  expect(deep.unread).toEqual(expect.arrayContaining([...ALL.slice(0, 6), 'values insufficient']))
  other.remove()
})

it.each(['/etc/*.conf', '../*.sql', 'a/../*.sql', '{a,../b}/*.sql', 'a//*.sql', '**/'])(
  'says that the glob %s never finds a file',
  async (glob) => {
    await expect(look({ paths: [glob] })).rejects.toMatchObject({
      reason: 'unconfigured',
      message: expect.stringContaining(glob) as string,
    })
  },
)

it('is an error when the folder is not there, and wants something to look at', async () => {
  await expect(look({ root: 'no-such-folder', paths: ['*'] })).rejects.toMatchObject({ name: 'LookError', reason: 'unconfigured' })
  expect(Params.safeParse({}).success).toBe(false)
  expect(Params.safeParse({ history: {} }).success).toBe(false)
})
