import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findConfig } from './discover.ts'

let root = ''
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'readiness-discover-')))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(path: string): string {
  const file = join(root, path)
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, '')
  return file
}

it('the file of the folder itself is found', () => {
  const file = put('readiness.yaml')
  expect(findConfig(root)).toBe(file)
})

it('a folder below finds the nearest one up to the root of the repository', () => {
  put('repo/.git/HEAD')
  const outer = put('repo/readiness.yml')
  put('repo/a/b/x')
  expect(findConfig(join(root, 'repo/a/b'))).toBe(outer)
  const inner = put('repo/a/.config/readiness.yaml')
  expect(findConfig(join(root, 'repo/a/b'))).toBe(inner)
})

it('nothing above the root of the repository is used (C16)', () => {
  put('readiness.yaml')
  put('repo/.git/HEAD')
  put('repo/a/x')
  expect(findConfig(join(root, 'repo/a'))).toBeUndefined()
})

it('a worktree, whose .git is a file, is a repository too', () => {
  put('readiness.yaml')
  put('tree/.git')
  expect(findConfig(join(root, 'tree'))).toBeUndefined()
})

it('outside of a repository only the folder itself counts', () => {
  put('readiness.yaml')
  put('a/x')
  expect(findConfig(join(root, 'a'))).toBeUndefined()
})

it('a folder of that name is found, so that reading it fails instead of falling back (C17)', () => {
  put('repo/.git/HEAD')
  put('repo/readiness.yaml')
  put('repo/a/readiness.yaml/x')
  expect(findConfig(join(root, 'repo/a'))).toBe(join(root, 'repo/a/readiness.yaml'))
})
