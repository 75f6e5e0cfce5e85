import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface Repository {
  readonly folder: string
  git(...args: string[]): string
  write(path: string, content: string | Uint8Array): void
  /** Adds everything and commits; gives the first 12 digits of the id. */
  commit(message?: string): string
  /** One commit of many files on a branch of its own, packed, without touching the working tree. */
  importFiles(ref: string, files: readonly (readonly [path: string, content: string])[]): void
  remove(): void
}

const WHO = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.test', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.test' }

/** A real git repository in a folder of its own, without the user's configuration. */
export function makeRepository(): Repository {
  const folder = mkdtempSync(join(tmpdir(), 'readiness-git-'))
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1', ...WHO }
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim()
  git('init', '--quiet', '--initial-branch=main')
  return {
    folder,
    git,
    write(path, content) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    },
    commit(message = 'change') {
      git('add', '--all')
      git('commit', '--quiet', '--allow-empty', '-m', message)
      return git('rev-parse', 'HEAD').slice(0, 12)
    },
    importFiles(ref, files) {
      const entries = files.map(([path, content]) => `M 100644 inline ${path}\ndata ${Buffer.byteLength(content)}\n${content}\n`)
      const input = `commit ${ref}\ncommitter A <a@example.test> 1700000000 +0000\ndata 4\nmany\n${entries.join('')}`
      execFileSync('git', ['fast-import', '--quiet'], { cwd: folder, env, input, stdio: ['pipe', 'ignore', 'ignore'] })
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
