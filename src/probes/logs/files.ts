import { constants } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { LookError } from '../../core/look-error.ts'
import type { Source } from './window.ts'

const WINDOW_CAP = 256 * 1024 * 1024
const CHUNK = 256 * 1024
const FILE_LIMIT = 100

/** The files of a target, opened; names as the target has them. Throws LookError when one is missing or cannot be read. */
export async function openFiles(given: string | readonly string[], baseDir: string, onEnd: (close: () => void) => void): Promise<Source[]> {
  const paths = (await Promise.all([given].flat().map((path) => expand(path, baseDir)))).flat()
  const unique = [...new Set(paths)]
  if (unique.length > FILE_LIMIT) throw new LookError('malformed', `${unique.length} log files, more than ${FILE_LIMIT}`)
  return Promise.all(unique.map((path) => openFile(path, baseDir, onEnd)))
}

/** `*` in the last part of a path; a pattern that no file fits is a look at nothing. */
async function expand(path: string, baseDir: string): Promise<string[]> {
  const pattern = basename(path)
  if (!pattern.includes('*')) return [path]
  const folder = dirname(path)
  const names = await readdir(resolve(baseDir, folder)).catch((error: unknown) => {
    throw failure(folder, error)
  })
  const parts = pattern.split('*')
  const found = names.filter((name) => fits(name, parts)).sort()
  if (found.length === 0) throw new LookError('unreachable', `no file fits ${path}`, { again: false })
  return found.map((name) => join(folder, name))
}

function fits(name: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts
  const end = rest.pop() ?? ''
  if (!name.startsWith(first) || !name.endsWith(end) || name.length < first.length + end.length) return false
  let from = first.length
  for (const part of rest) {
    const found = name.indexOf(part, from)
    if (found === -1) return false
    from = found + part.length
  }
  return from <= name.length - end.length
}

async function openFile(path: string, baseDir: string, onEnd: (close: () => void) => void): Promise<Source> {
  // Without O_NONBLOCK the opening of a pipe would wait for its writer.
  const handle = await open(resolve(baseDir, path), constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
    throw failure(path, error)
  })
  onEnd(() => void handle.close().catch(() => {}))
  const stat = await handle.stat()
  if (!stat.isFile()) throw new LookError('unsupported', `${path} is not a regular file`)
  const { buffer } = await handle.read(Buffer.alloc(6), 0, 6, 0).catch((error: unknown) => {
    throw failure(path, error)
  })
  if (!isText(buffer)) throw new LookError('unsupported', `${path} is compressed or UTF-16: its lines cannot be read`)
  const start = Math.max(0, stat.size - WINDOW_CAP)
  return { name: path, chunks: chunksOf(handle, start, stat.size, path), partial: start > 0, stamped: false }
}

/** By the marks that gzip, zstd, bzip2 and xz begin with, and by the half of UTF-16 that is zero for Latin letters. */
function isText(start: Buffer): boolean {
  if (['1f8b', '28b52ffd', '425a68', 'fd377a58', 'fffe', 'feff'].some((mark) => start.toString('hex').startsWith(mark))) return false
  // The beginning that a rotation has emptied is zero on both sides.
  return start[0] === undefined || (start[0] === 0) === (start[1] === 0) || start.every((byte) => byte === 0)
}

/** Up to the size at the beginning: a file that grows faster than it is read has an end too. */
async function* chunksOf(handle: FileHandle, start: number, end: number, path: string): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(CHUNK)
  let position = start
  try {
    while (position < end) {
      const { bytesRead } = await handle.read(buffer, 0, Math.min(CHUNK, end - position), position)
      if (bytesRead === 0) throw new LookError('malformed', `${path} became shorter while it was read`)
      position += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  } catch (error) {
    throw error instanceof LookError ? error : failure(path, error)
  }
}

function failure(path: string, error: unknown): LookError {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'EIO'
  if (code === 'EACCES' || code === 'EPERM') return new LookError('unauthorized', `${path} may not be read`)
  if (code === 'ENOENT' || code === 'ENOTDIR') return new LookError('unreachable', `there is no ${path}`, { again: false })
  return new LookError('unreachable', `${path} could not be read (${code})`, { again: false })
}
