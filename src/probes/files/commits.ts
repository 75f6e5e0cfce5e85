import { fieldsOf } from './git.ts'
import type { Git } from './git.ts'

/** A place of a content: where and in which commit (40 hex digits; absent when no commit names it). */
export interface Place {
  readonly path: string
  readonly commit?: string
}

export interface Added {
  /** Number of commits. */
  readonly commits: number
  /** By object id of the content, each path with the oldest commit that has it there. */
  readonly places: ReadonlyMap<string, readonly Place[]>
}

/** Why a clone does not hold the whole history; undefined when it does. */
export async function incompleteClone(git: Git): Promise<{ readonly shallow: boolean; readonly why: string } | undefined> {
  const { stdout } = await git(['rev-parse', '--is-shallow-repository'])
  if (stdout.trim() !== 'false') return { shallow: true, why: 'the clone is shallow, older commits are not in it (git fetch --unshallow)' }
  const partial = await git(['config', '--get-regexp', String.raw`^(extensions\.partialclone|remote\..*\.promisor)$`])
  return partial.stdout.trim() === '' ? undefined : { shallow: false, why: 'the clone is partial, contents of older commits are not in it' }
}

/** Every content that any commit of all refs (branches, tags, the stash) added or changed, and what only tags point to. */
export async function addedContents(git: Git): Promise<Added> {
  const log = await git([
    'log',
    '--all',
    '-m',
    '--raw',
    '-z',
    '--no-abbrev',
    '--no-renames',
    '--no-textconv',
    '--no-ext-diff',
    '--no-color',
    '--diff-filter=AMT',
    '--format=%x01%H',
  ])
  const seen = new Map<string, Map<string, string>>()
  const fields = fieldsOf(log.stdout)
  let commit = ''
  for (let at = 0; at < fields.length; at += 1) {
    const field = (fields[at] ?? '').replace(/^\n/, '')
    if (field.startsWith('\u0001')) {
      commit = field.slice(1, 41)
    } else if (field.startsWith(':')) {
      const [, mode, , content = ''] = field.split(' ')
      at += 1
      // 160000 is a commit of another repository (submodule).
      if (mode !== '160000') placesIn(seen, content).set(fields[at] ?? '', commit)
    }
  }
  for (const [content, path] of await reachable(git)) if (!seen.has(content)) placesIn(seen, content).set(path, '')
  const places = [...seen].map(
    ([content, byPath]) => [content, [...byPath].map(([path, id]) => ({ path, ...(id !== '' && { commit: id }) }))] as const,
  )
  const { stdout } = await git(['rev-list', '--all', '--count'])
  return { commits: Number(stdout), places: new Map(places) }
}

/** git log tells the newest first, so what is set last is oldest. */
function placesIn(seen: Map<string, Map<string, string>>, content: string): Map<string, string> {
  const places = seen.get(content) ?? new Map<string, string>()
  seen.set(content, places)
  return places
}

/** Object ids of all kinds with a path; commits and folders are among them. */
async function reachable(git: Git): Promise<[string, string][]> {
  const { stdout } = await git(['rev-list', '--all', '--objects'])
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [id = ''] = line.split(' ', 1)
      return [id, line.slice(id.length + 1)]
    })
}
