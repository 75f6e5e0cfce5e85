import type { Stats } from 'node:fs'
import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { LookError } from '../../core/look-error.ts'
import { globMatcher, isGlob } from '../../core/glob.ts'
import type { File } from './schema.ts'

const DEPTH = 24
const ENTRIES = 50_000
const FILES = 1000
const HEAVY = new Set(['.git', 'node_modules'])

/** A file as found; `full` is its absolute path. */
export interface Found {
  readonly path: string
  readonly full: string
  readonly stats: Stats
  readonly symlink: boolean
}

export interface Walked {
  readonly files: readonly Found[]
  /** Paths that are no globs, where there is no file. */
  readonly missing: readonly string[]
  /** Why not everything was looked at. */
  readonly cut?: string
}

/** The files of exact paths and globs below a folder, by path. Links are followed only where a path names them. */
export async function findFiles(root: string, paths: readonly string[], signal: AbortSignal): Promise<Walked> {
  const globs = paths.filter(isGlob)
  const files = new Map<string, Found>()
  const missing: string[] = []
  for (const path of paths.filter((one) => !isGlob(one))) {
    const found = await fileAt(root, path)
    if (found === undefined) missing.push(path)
    else files.set(path, found)
  }
  const cut = globs.length === 0 ? undefined : await walk(root, globs, files, signal)
  const sorted = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  return { files: sorted.slice(0, FILES), missing, ...(cut === undefined ? {} : { cut }) }
}

/** What a listing says of a file; `now` in milliseconds. A change in the future has no age. */
export function factsOf({ path, stats, symlink }: Found, now: number): File {
  const age = Math.floor((now - stats.mtimeMs) / 1000)
  return {
    path,
    bytes: stats.size,
    modifiedAt: stats.mtime.toISOString(),
    ...(age >= -60 && { ageSeconds: Math.max(0, age) }),
    mode: (stats.mode & 0o7777).toString(8).padStart(4, '0'),
    worldReadable: (stats.mode & 0o004) !== 0,
    worldWritable: (stats.mode & 0o002) !== 0,
    symlink,
  }
}

async function fileAt(root: string, path: string): Promise<Found | undefined> {
  const full = resolve(root, path)
  try {
    const link = await lstat(full)
    const stats = link.isSymbolicLink() ? await stat(full) : link
    return stats.isFile() ? { path, full, stats, symlink: link.isSymbolicLink() } : undefined
  } catch (error) {
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new LookError('unconfigured', `${path} cannot be looked at${code === 'EACCES' ? ': no permission' : ''}`)
  }
}

/** Adds what the globs match; gives the reason when it stopped before the end. */
async function walk(root: string, globs: readonly string[], files: Map<string, Found>, signal: AbortSignal): Promise<string | undefined> {
  const below = globs.map((glob) => glob.replace(/^(?:\.\/)+/, ''))
  const outside = below.find((glob) => /^\/|(?:^|[/{,(|])\.\.?\/|\/\/|\/$/.test(glob))
  if (outside !== undefined)
    throw new LookError('unconfigured', `the glob ${outside} never finds a file: globs are of files below \`root\`, without .. and //`)
  const matchers = below.map(globMatcher)
  const named = new Set(below.flatMap((glob) => glob.split('/')))
  let cut: string | undefined
  const folders: [string, number][] = [['', 0]]
  let seen = 0
  for (let next = folders.shift(); next !== undefined; next = folders.shift()) {
    const [folder, depth] = next
    if (signal.aborted) throw new LookError('interrupted', 'the walk over the files was interrupted')
    for (const entry of await entriesOf(root, folder)) {
      seen += 1
      if (seen > ENTRIES) return `stopped after ${ENTRIES} entries; a deeper \`root\` helps`
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        if (HEAVY.has(entry.name) && !named.has(entry.name)) continue
        if (depth >= DEPTH) return `stopped at ${DEPTH} folders in each other`
        folders.push([path, depth + 1])
      } else if (entry.isSymbolicLink() && (await leadsOut(root, path, below))) {
        cut ??= `${path} links to a folder, which no glob looks into`
      } else if (!files.has(path) && matchers.some((match) => match(path))) {
        const found = await fileAt(root, path)
        if (found !== undefined) files.set(path, found)
        if (files.size > FILES) return `more than ${FILES} files match`
      }
    }
  }
  return cut
}

/** Whether a link leads to a folder in which a glob could find files that the walk does not meet elsewhere. */
async function leadsOut(root: string, path: string, globs: readonly string[]): Promise<boolean> {
  const reaching = globs.filter((glob) => reaches(glob, path))
  if (reaching.length === 0) return false
  const full = join(root, path)
  const [top, target, stats] = await Promise.all([realpath(root), realpath(full), stat(full)]).catch(() => [])
  if (top === undefined || target === undefined || stats?.isDirectory() !== true) return false
  const steps = relative(top, target).split(sep)
  const isWalked = steps[0] !== '..' && !steps.some((step) => HEAVY.has(step))
  return !isWalked || reaching.some((glob) => !glob.startsWith('**/'))
}

/** Whether a glob could match anything below a folder. */
function reaches(glob: string, folder: string): boolean {
  const parts = glob.split('/')
  for (const [index, step] of folder.split('/').entries()) {
    const part = parts[index]
    if (part === undefined) return false
    if (/\*\*|[{(]/.test(part)) return true
    if (!globMatcher(part)(step)) return false
  }
  return parts.length > folder.split('/').length
}

async function entriesOf(root: string, folder: string) {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => undefined)
  if (entries !== undefined) return entries
  throw new LookError('unconfigured', `the folder ${folder === '' ? root : folder} does not exist or cannot be read`)
}
