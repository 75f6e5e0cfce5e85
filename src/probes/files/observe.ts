import { realpath } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { monotonicMs } from '../../core/monotonic.ts'
import { LookError } from '../../core/look-error.ts'
import { isGlob } from '../../core/glob.ts'
import type { Unread } from '../../core/unread.ts'
import type { Observe, ProbeContext } from '../contract.ts'
import { readContents } from './contents.ts'
import { ignoredPaths, openRepository, trackedFiles } from './git.ts'
import { searchHistory } from './history.ts'
import type { File, Observation, Params } from './schema.ts'
import { factsOf, findFiles } from './walk.ts'
import type { Walked } from './walk.ts'

type Context = ProbeContext<undefined>

/** Looks at files and at what was committed. That a file is not there is an observation; what could not be looked at is unread. */
export const observe: Observe<Params, Observation, undefined> = async (params, context) => {
  const root = resolve(context.baseDir, params.root ?? '.')
  // Ends before the look does, so that what was seen so far is kept.
  const endsAt = monotonicMs() + context.timeoutMs * 0.85
  const seen: Pick<Observation, 'missing'> & Partial<Observation> = { missing: [] }
  const unread: Unread[] = []
  if (params.paths.length > 0) Object.assign(seen, await lookAtFiles(root, params, context, endsAt, unread))
  if (params.history) {
    const { past, unread: parts } = await searchHistory(root, params.history, context, endsAt)
    seen.history = past
    unread.push(...parts)
  }
  const answers = [
    seen.files && `${seen.files.length} files`,
    seen.history?.blobs !== undefined && `${seen.history.blobs} file contents of the history`,
  ]
  return { observation: seen, unread, answer: answers.filter(Boolean).join(', ') || 'nothing' }
}

async function lookAtFiles(
  root: string,
  params: Params,
  context: Context,
  endsAt: number,
  unread: Unread[],
): Promise<Omit<Observation, 'history'>> {
  const walked = await findFiles(root, params.paths, context.signal)
  const now = context.now().getTime()
  const contents = await readContents(walked.files, params)
  const listed = walked.files.map((found, index): File => ({ ...factsOf(found, now), ...contents.files[index] }))
  listed.forEach((file, index) => {
    if (file.ageSeconds === undefined)
      unread.push({ path: ['files', index, 'ageSeconds'], reason: 'malformed', detail: `${file.path} was changed in the future` })
  })
  const { files, ignored } = params.git
    ? await askGit(root, params, listed, context, endsAt, unread)
    : { files: listed, ignored: undefined }
  unread.push(...contents.unread, ...cutParts(walked, params))
  return {
    files,
    count: files.length,
    missing: [...walked.missing],
    totalBytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    ...edgesOf(files, unread),
    ...(ignored && { ignored }),
    ...contents.fields,
  }
}

/** Nothing that ranges over all files may hold when some were not looked at. */
function cutParts({ cut }: Walked, { parse, values }: Params): Unread[] {
  if (cut === undefined) return []
  const parsed = [
    ...(Object.keys(values).length > 0 ? ['values'] : []),
    ...(parse === 'auto' || parse === 'env' ? ['envKeys'] : []),
    ...(parse === 'auto' || parse === 'requirements' ? ['requirements'] : []),
  ]
  return ['files', 'count', 'totalBytes', 'newest', 'oldest', 'contains', ...parsed].map((field) => ({
    path: [field],
    reason: 'insufficient',
    detail: `not every file was looked at: ${cut}`,
  }))
}

async function askGit(
  root: string,
  params: Params,
  files: readonly File[],
  context: Context,
  endsAt: number,
  unread: Unread[],
): Promise<{ files: File[]; ignored?: Record<string, boolean> }> {
  const exact = params.paths.filter((path) => !isGlob(path))
  try {
    const git = await openRepository(root, context, endsAt)
    const tracked = await trackedFiles(git)
    const ignored = await ignoredPaths(git, [...new Set([...exact, ...files.map(({ path }) => path)])])
    const places = await Promise.all(files.map(({ path }) => placeOf(root, path)))
    return {
      files: files.map((file, index) => ({ ...file, tracked: tracked.has(places[index] ?? ''), ignored: ignored.has(file.path) })),
      ignored: Object.fromEntries(exact.map((path) => [path, ignored.has(path)])),
    }
  } catch (error) {
    if (!(error instanceof LookError) || error.reason === 'interrupted') throw error
    const paths: Unread['path'][] = [
      ['ignored'],
      ...files.flatMap((_, index) => [
        ['files', index, 'tracked'],
        ['files', index, 'ignored'],
      ]),
    ]
    unread.push(...paths.map((path) => ({ path, reason: error.reason, detail: error.message })))
    return { files: [...files] }
  }
}

/** A path as git writes it, however it was given. */
async function placeOf(root: string, path: string): Promise<string> {
  const full = resolve(root, path)
  const [from, folder] = await Promise.all([root, dirname(full)].map((one) => realpath(one).catch(() => one)))
  return relative(from ?? root, join(folder ?? '', basename(full)))
}

function edgesOf(files: readonly File[], unread: Unread[]): Pick<Observation, 'newest' | 'oldest'> {
  const sorted = [...files].sort((a, b) => (a.modifiedAt < b.modifiedAt ? -1 : 1))
  const [first] = sorted
  const last = sorted.at(-1)
  if (first === undefined || last === undefined) return {}
  for (const [edge, file] of [
    ['oldest', first],
    ['newest', last],
  ] as const) {
    if (file.ageSeconds === undefined)
      unread.push({ path: [edge, 'ageSeconds'], reason: 'malformed', detail: `${file.path} was changed in the future` })
  }
  return { newest: edgeOf(last), oldest: edgeOf(first) }
}

function edgeOf({ path, bytes, modifiedAt, ageSeconds }: File): NonNullable<Observation['newest']> {
  return { path, bytes, modifiedAt, ...(ageSeconds !== undefined && { ageSeconds }) }
}
