import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { makeRepository } from '../../../test/support/git.ts'
import type { Repository } from '../../../test/support/git.ts'
import { Secret } from '../../redaction/secret.ts'
import { observe } from './observe.ts'
import { Params } from './schema.ts'

const KEY = 'p/Qz+7-vN4 r8&kT2?wL6xB9'
const FILES = { files: ['.env*'], allow: ['.env.example'] }
const VALUE = { secrets: { key: new Secret(KEY, 'secrets.key') } }
const open: { remove(): void }[] = []
afterEach(() => open.splice(0).forEach((one) => one.remove()))

function repository(): Repository {
  const made = makeRepository()
  open.push(made)
  made.write('README.md', '# App\n')
  made.commit('first')
  return made
}

function cloneOf({ folder, git }: Repository, ...options: string[]): string {
  const path = mkdtempSync(join(tmpdir(), 'readiness-clone-'))
  open.push({ remove: () => rmSync(path, { recursive: true, force: true }) })
  git('clone', '--quiet', ...options, `file://${folder}`, path)
  return path
}

async function search(baseDir: string, history: object, root?: string) {
  const context = testContext({ baseDir, timeoutMs: 20_000 })
  const { observation, unread = [] } = await observe(Params.parse({ history, root }), context)
  await context.close()
  return { ...observation.history, why: unread.find(({ path }) => path.at(-1) === 'hits')?.detail ?? '' }
}

it.each([
  ['one branch alone', ['--single-branch', '--branch', 'main'], /^the clone fetches single branches or no tags/],
  ['no tags', ['--no-tags'], /^the clone fetches single branches or no tags/],
  ['no contents before they are asked for', ['--filter=blob:none'], /^the clone is partial/],
  ['no commits before the last', ['--depth', '1', '--no-single-branch'], /^the clone is shallow/],
])('a clone that fetches %s leaves hits unread', async (_, options, why) => {
  const repo = repository()
  repo.git('config', 'uploadpack.allowFilter', 'true')
  repo.commit()
  const found = await search(cloneOf(repo, ...options), FILES)
  expect(found).toMatchObject({ complete: false, why: expect.stringMatching(why) as string })
  expect(await search(cloneOf(repo), FILES)).toMatchObject({ complete: true, hits: [] })
})

it('looks behind grafts and replaced objects', async () => {
  const grafted = repository()
  grafted.write('.env', 'A=1\n')
  grafted.commit()
  grafted.git('rm', '--quiet', '.env')
  grafted.commit()
  mkdirSync(join(grafted.folder, '.git/info'), { recursive: true })
  writeFileSync(join(grafted.folder, '.git/info/grafts'), `${grafted.git('rev-parse', 'HEAD')}\n`)
  expect((await search(grafted.folder, FILES)).hits).toMatchObject([{ path: '.env' }])
  const replaced = repository()
  replaced.write('config', KEY)
  replaced.commit()
  replaced.write('clean', 'nothing to be seen\n')
  replaced.git('replace', replaced.git('rev-parse', 'HEAD:config'), replaced.git('hash-object', '-w', 'clean'))
  expect((await search(replaced.folder, VALUE)).hits).toMatchObject([{ path: 'config' }])
})

it('looks at what a merge alone added, whatever the configuration shows of merges and folders', async () => {
  const repo = repository()
  repo.git('checkout', '--quiet', '-b', 'side')
  repo.write('side', '1')
  repo.commit()
  repo.git('checkout', '--quiet', 'main')
  repo.write('sub/main', '1')
  repo.commit()
  repo.git('merge', '--quiet', '--no-commit', 'side')
  repo.write('.env', 'A=1\n')
  const merge = repo.commit('merge')
  repo.git('rm', '--quiet', '.env')
  repo.commit()
  repo.git('config', 'log.diffMerges', 'off')
  repo.git('config', 'diff.relative', 'true')
  expect((await search(repo.folder, FILES, 'sub')).hits).toEqual([{ kind: 'file', name: '.env*', path: '.env', commit: merge }])
})

it('looks at every stash, not the newest alone', async () => {
  const repo = repository()
  for (const content of [KEY, 'later']) {
    repo.write('README.md', content)
    repo.git('stash')
  }
  expect((await search(repo.folder, VALUE)).hits).toMatchObject([{ path: 'README.md', encoding: 'raw' }])
})

it('takes globs of files from the top or from the root, also with a / at either end, and no folder for a file', async () => {
  const repo = repository()
  repo.write('backend/config/key.pem', 'x')
  repo.write('.envs/local', 'x')
  repo.commit()
  repo.git('tag', 'tree', repo.git('rev-parse', 'HEAD^{tree}'))
  const paths = async (glob: string, root?: string) => (await search(repo.folder, { files: [glob] }, root)).hits?.map(({ path }) => path)
  for (const glob of ['/backend/config/*.pem', 'config/', 'backend/config/', './backend/**'])
    expect([glob, await paths(glob)]).toEqual([glob, ['backend/config/key.pem']])
  expect(await paths('config/*.pem')).toEqual([])
  expect(await paths('config/*.pem', 'backend')).toEqual(['backend/config/key.pem'])
  expect(await paths('/README.md')).toEqual(['README.md'])
  expect(await paths('/key.pem')).toEqual([])
  expect(await paths('.env*')).toEqual([])
})

it('does not know what Git LFS keeps, and what is missing', async () => {
  const repo = repository()
  repo.write('dump.sql', `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12\n`)
  repo.commit()
  expect((await search(repo.folder, VALUE)).why).toBe('1 file contents are kept elsewhere by Git LFS, and were not searched')
  const damaged = repository()
  const id = damaged.git('rev-parse', 'HEAD:README.md')
  rmSync(join(damaged.folder, '.git/objects', id.slice(0, 2), id.slice(2)), { force: true })
  expect((await search(damaged.folder, VALUE)).why).not.toBe('')
})
