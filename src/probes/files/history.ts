import { basename } from 'node:path'
import { monotonicMs } from '../../core/monotonic.ts'
import { globMatcher } from '../../core/glob.ts'
import { LookError } from '../../core/look-error.ts'
import type { Unread, UnknownReason } from '../../core/unread.ts'
import { Secret } from '../../redaction/secret.ts'
import type { ProbeContext } from '../contract.ts'
import { blobsAmong, eachBlob } from './blobs.ts'
import type { Blob } from './blobs.ts'
import { addedContents, incompleteClone } from './commits.ts'
import type { Added, Place } from './commits.ts'
import { openRepository } from './git.ts'
import type { Git } from './git.ts'
import { isSearchable, needlesOf } from './needles.ts'
import { loadPatterns } from './patterns.ts'
import type { FindPatterns } from './patterns.ts'
import type { History, Hit, Past } from './schema.ts'

const HITS_OF_A_NAME = 20
const LFS_POINTER = 'version https://git-lfs.github.com/spec/v1\n'

interface Searched {
  readonly past: Past
  readonly unread: readonly Unread[]
}

/** What is found so far, and what was left out. */
interface Progress {
  readonly hits: Hit[]
  readonly gaps: { readonly reason: UnknownReason; readonly why: string }[]
  past: Past
}

/** Searches everything ever committed. Values are compared here: they are in no argument of a program and in nothing returned. */
export async function searchHistory(root: string, params: History, context: ProbeContext<undefined>, endsAt: number): Promise<Searched> {
  const progress: Progress = { hits: [], gaps: [], past: {} }
  try {
    await search(await openRepository(root, context, endsAt), params, context, endsAt, progress)
  } catch (error) {
    if (!(error instanceof LookError) || error.reason === 'interrupted') throw error
    progress.gaps.push({ reason: error.reason === 'timeout' ? 'insufficient' : error.reason, why: error.message })
  }
  return conclude(progress)
}

async function search(git: Git, params: History, context: ProbeContext<undefined>, endsAt: number, progress: Progress): Promise<void> {
  const incomplete = await incompleteClone(git)
  if (incomplete) progress.gaps.push({ reason: 'insufficient', why: incomplete.why })
  progress.past = { shallow: incomplete?.shallow ?? false }
  const secrets = secretsOf(params, context, progress)
  const added = await addedContents(git)
  progress.past = { ...progress.past, commits: added.commits, blobs: 0 }
  const prefix = (await git(['rev-parse', '--show-prefix'])).stdout.trim()
  const places = [...added.places.values()].flat()
  searchNames(
    places.filter(({ commit }) => commit !== undefined),
    params,
    prefix,
    progress,
  )
  // What no commit names may be a folder.
  const blobs = await blobsAmong(git, [...added.places.keys()])
  searchNames(
    blobs.flatMap(({ id }) => added.places.get(id) ?? []).filter(({ commit, path }) => commit === undefined && path !== ''),
    params,
    prefix,
    progress,
  )
  if (params.patterns || secrets.length > 0) await searchContents(git, added, blobs, secrets, params, endsAt, progress)
}

type Wanted = readonly { readonly name: string; readonly needles: ReturnType<typeof needlesOf> }[]

function secretsOf({ secrets }: History, context: ProbeContext<undefined>, progress: Progress): Wanted {
  const values = Object.entries(secrets).map(([name, given]) => {
    if (!(given instanceof Secret)) context.learn(given, `files.${name}`)
    return { name, value: given instanceof Secret ? given.reveal() : given }
  })
  const searched = values.filter(({ value }) => isSearchable(value))
  const skipped = values.filter(({ value }) => !isSearchable(value)).map(({ name }) => name)
  if (skipped.length > 0)
    progress.gaps.push({ reason: 'insufficient', why: `the value of ${skipped.join(', ')} is too short or too common to be searched for` })
  if (values.length > 0)
    progress.past = { ...progress.past, searched: Object.fromEntries(values.map(({ name, value }) => [name, isSearchable(value)])) }
  return searched.map(({ name, value }) => ({ name, needles: needlesOf(value) }))
}

/** Files by name, whatever is in them and however briefly they were there. */
function searchNames(places: readonly Place[], { files, allow }: History, prefix: string, { hits }: Progress): void {
  const wanted = files.map((glob) => ({ glob, matches: pathMatcher(glob) }))
  const allowed = allow.map(pathMatcher)
  const seen = new Map<string, Hit>()
  const known = new Set(hits.map(({ path }) => path))
  for (const { path, commit } of places) {
    // Below `root` a glob may be meant from there.
    const written = path.startsWith(prefix) ? [path, path.slice(prefix.length)] : [path]
    const found = wanted.find(({ matches }) => written.some((one) => matches(one)))
    if (found === undefined || known.has(path) || allowed.some((matches) => matches(path))) continue
    if (!seen.has(path)) seen.set(path, { kind: 'file', name: found.glob, path, ...short(commit) })
  }
  hits.push(...seen.values())
}

/** As in a .gitignore: a glob without `/` is of a name in any folder, one that starts with it is of the top, one that ends with it of a folder. */
function pathMatcher(glob: string): (path: string) => boolean {
  const from = glob.replace(/^(?:\.?\/)+/, '')
  const isNamed = from === glob && !from.slice(0, -1).includes('/')
  if (from.endsWith('/')) return globMatcher(`${isNamed ? '**/' : ''}${from}**`)
  const matches = globMatcher(from)
  return isNamed ? (path) => matches(basename(path)) : matches
}

async function searchContents(
  git: Git,
  added: Added,
  all: readonly Blob[],
  secrets: Wanted,
  params: History,
  endsAt: number,
  progress: Progress,
): Promise<void> {
  const small = all.filter(({ bytes }) => bytes <= params.maxBlobBytes)
  if (small.length < all.length)
    progress.gaps.push({ reason: 'insufficient', why: `${all.length - small.length} file contents are larger than maxBlobBytes` })
  if (small.length > params.maxBlobs)
    progress.gaps.push({ reason: 'insufficient', why: `there are ${small.length} file contents, more than maxBlobs` })
  const patterns = params.patterns ? patternSearch(await loadPatterns(), params, progress.hits) : undefined
  let elsewhere = 0
  await eachBlob(git, small.slice(0, params.maxBlobs), async (id, text) => {
    const places = added.places.get(id) ?? []
    progress.hits.push(...valueHits(text, places, secrets))
    if (text.startsWith(LFS_POINTER)) elsewhere += 1
    if (patterns) for (const readable of readings(text)) await patterns.add(readable, places)
    progress.past = { ...progress.past, blobs: (progress.past.blobs ?? 0) + 1 }
    if (monotonicMs() < endsAt) return true
    progress.gaps.push({ reason: 'insufficient', why: 'the time was over before every file content was read' })
    return false
  })
  await patterns?.flush()
  if (elsewhere > 0)
    progress.gaps.push({ reason: 'insufficient', why: `${elsewhere} file contents are kept elsewhere by Git LFS, and were not searched` })
}

/** What a content may be read as: itself, or where it holds NUL the texts between and, in UTF-16, without them. */
function readings(text: string): string[] {
  if (!text.includes('\0')) return [text]
  const isWide = /(?:[\t\n\r\x20-\x7e]\0){8}|(?:\0[\t\n\r\x20-\x7e]){8}/.test(text)
  return [text.replaceAll('\0', '\n'), ...(isWide ? [text.replaceAll('\0', '')] : [])]
}

const PATTERN_CHARACTERS = 512 * 1024

/** Gathers texts and searches them together. */
function patternSearch(find: FindPatterns, { ignore }: History, hits: Hit[]) {
  const ignored = ignore.map(pathMatcher)
  let waiting: { text: string; path: string; places: readonly Place[] }[] = []
  let characters = 0
  const flush = async () => {
    const now = waiting
    waiting = []
    characters = 0
    const found = await find(now)
    now.forEach(({ places }, index) => {
      for (const name of found[index] ?? [])
        hits.push(...places.map(({ path, commit }): Hit => ({ kind: 'pattern', name, path, ...short(commit) })))
    })
  }
  const add = async (text: string, all: readonly Place[]) => {
    const places = all.filter(({ path }) => !ignored.some((matches) => matches(path)))
    const [first] = places
    if (first === undefined) return
    waiting.push({ text, path: first.path, places })
    characters += text.length
    if (characters >= PATTERN_CHARACTERS) await flush()
  }
  return { add, flush }
}

function valueHits(text: string, places: readonly Place[], secrets: Wanted): Hit[] {
  // UTF-16 has a NUL beside each character of ASCII.
  const plain = text.includes('\0') ? `${text}\n${text.replaceAll('\0', '')}` : text
  return secrets.flatMap(({ name, needles }) => {
    const needle = needles.find((one) => plain.includes(one.text))
    return needle === undefined
      ? []
      : places.map(({ path, commit }): Hit => ({ kind: 'value', name, path, ...short(commit), encoding: needle.encoding }))
  })
}

const short = (commit: string | undefined) => (commit === undefined ? {} : { commit: commit.slice(0, 12) })

/** A gap leaves `hits` unread, whatever was found: an expectation on one kind of hit must not hold for want of looking. */
function conclude({ hits, gaps, past }: Progress): Searched {
  const [gap] = gaps
  const kept = capped(hits)
  if (gap === undefined) return { past: { ...past, complete: true, found: hits.length > 0, hits: kept }, unread: [] }
  const shown = kept.slice(0, 5).map(({ kind, name, path, commit = 'a tag' }) => `${kind} ${name} in ${path} (${commit})`)
  const detail = [...gaps.map(({ why }) => why), ...(shown.length > 0 ? [`found so far: ${shown.join(', ')}`] : [])].join('; ')
  const missing = [
    ...(['commits', 'blobs', 'shallow'] as const).filter((field) => past[field] === undefined),
    ...(hits.length > 0 ? [] : ['found']),
    'hits',
  ]
  const unread = missing.map((field): Unread => ({ path: ['history', field], reason: gap.reason, detail }))
  return { past: { ...past, complete: false, ...(hits.length > 0 && { found: true }) }, unread }
}

/** Each kind and name stays in the list, however often another one was found. */
function capped(hits: readonly Hit[]): Hit[] {
  const counts = new Map<string, number>()
  return hits.filter(({ kind, name }) => {
    const count = (counts.get(`${kind} ${name}`) ?? 0) + 1
    counts.set(`${kind} ${name}`, count)
    return count <= HITS_OF_A_NAME
  })
}
