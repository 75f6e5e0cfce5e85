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
  if (partial.stdout.trim() !== '') return { shallow: false, why: 'the clone is partial, contents of older commits are not in it' }
  const fetched = await git(['config', '--get-regexp', String.raw`^remote\..*\.(fetch|tagopt)$`])
  return fetchesAll(fetched.stdout)
    ? undefined
    : { shallow: false, why: 'the clone fetches single branches or no tags, the others are not in it (git clone without options)' }
}

/** Whether each remote that anything is fetched from gives all of its branches, and its tags. */
function fetchesAll(config: string): boolean {
  const lines = config.split('\n').map((line) => /^remote\.(.*)\.(fetch|tagopt) (.*)$/.exec(line) ?? [])
  const remotes = new Set(lines.map(([, remote]) => remote).filter((remote) => remote !== undefined))
  const every = (spec: string) => /^\+?refs\/(?:heads\/)?\*:/.test(spec)
  return [...remotes].every((remote) => {
    const own = lines.filter((line) => line[1] === remote)
    const specs = own.filter(([, , key]) => key === 'fetch').map(([, , , value = '']) => value)
    return (
      !own.some(([, , key, value]) => key === 'tagopt' && value === '--no-tags') &&
      (specs.length === 0 || (specs.some(every) && !specs.some((spec) => spec.startsWith('^'))))
    )
  })
}

/** Every content that any commit of all refs (branches, tags, every stash) added or changed, and what only tags point to. */
export async function addedContents(git: Git): Promise<Added> {
  const all = ['--all', ...(await olderStashes(git))]
  const log = await git([
    'log',
    ...all,
    '--diff-merges=separate',
    '--no-relative',
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
  for (const [content, path] of await reachable(git, all)) if (!seen.has(content)) placesIn(seen, content).set(path, '')
  const places = [...seen].map(
    ([content, byPath]) => [content, [...byPath].map(([path, id]) => ({ path, ...(id !== '' && { commit: id }) }))] as const,
  )
  const { stdout } = await git(['rev-list', ...all, '--count'])
  return { commits: Number(stdout), places: new Map(places) }
}

/** The ref names the newest alone, its log the others. */
async function olderStashes(git: Git): Promise<string[]> {
  const { exitCode } = await git(['rev-parse', '--verify', '--quiet', 'refs/stash'])
  if (exitCode !== 0) return []
  const { stdout } = await git(['rev-list', '--walk-reflogs', 'refs/stash'])
  return stdout.split('\n').filter((id) => id !== '')
}

/** git log tells the newest first, so what is set last is oldest. */
function placesIn(seen: Map<string, Map<string, string>>, content: string): Map<string, string> {
  const places = seen.get(content) ?? new Map<string, string>()
  seen.set(content, places)
  return places
}

/** Object ids of all kinds with a path; commits and folders are among them. */
async function reachable(git: Git, all: readonly string[]): Promise<[string, string][]> {
  const { stdout } = await git(['rev-list', ...all, '--objects'])
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [id = ''] = line.split(' ', 1)
      return [id, line.slice(id.length + 1)]
    })
}
