import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import type { Stats } from 'node:fs'
import { access, lstat, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { LookError } from '../core/look-error.ts'

/**
 * Writes a file whole or not at all: a temporary file in the same folder, flushed to the disk, then renamed. Throws LookError
 * `unsupported` when the path is a folder, symbolic link, FIFO, socket or device, `unconfigured` when it cannot be written.
 */
export async function writeAtomically(path: string, bytes: string | Uint8Array, mode = 0o600): Promise<void> {
  await checkWritable(path)
  const temporary = join(dirname(path), `.${basename(path).slice(0, 100)}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    const file = await open(temporary, 'wx', mode)
    try {
      await file.chmod(mode)
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw new LookError('unconfigured', `${path} cannot be written: ${sentence(error)}`)
  }
}

/** Refuses a path that `writeAtomically` would refuse, before anything is done for what is to be written there. */
export async function checkWritable(path: string): Promise<void> {
  if (path.includes('\0')) throw new LookError('unsupported', 'the path to write holds a NUL')
  const found = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw new LookError('unconfigured', `${path} cannot be written: ${sentence(error)}`)
  })
  if (found !== undefined && !found.isFile())
    throw new LookError('unsupported', `${path} cannot be written: it is ${kindOf(found)}, not a regular file`)
  const folder = dirname(path)
  const parent = await stat(folder).catch(() => undefined)
  if (parent?.isDirectory() !== true) throw new LookError('unconfigured', `${path} cannot be written: the folder ${folder} does not exist`)
  await access(folder, constants.W_OK).catch(() => {
    throw new LookError('unconfigured', `${path} cannot be written: the folder ${folder} is not writable`)
  })
}

/**
 * The bytes of a regular file of at most `maxBytes`. A FIFO or device is refused without waiting on it; a file that grows
 * while it is read stops at the cap. Throws LookError `unconfigured` (not there, no permission), `unsupported`, `malformed` (too large).
 */
export async function readCapped(path: string, maxBytes: number): Promise<Buffer> {
  if (path.includes('\0')) throw new LookError('unsupported', 'the path to read holds a NUL')
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((error: unknown) => {
    throw new LookError('unconfigured', `${path} cannot be read: ${sentence(error)}`)
  })
  try {
    const found = await file.stat()
    if (!found.isFile()) throw new LookError('unsupported', `${path} cannot be read: it is ${kindOf(found)}, not a regular file`)
    if (found.size > maxBytes) throw tooLarge(path, maxBytes)
    const bytes = await readUpTo(file, maxBytes + 1, found.size + 1)
    if (bytes.length > maxBytes) throw tooLarge(path, maxBytes)
    return bytes
  } catch (error) {
    if (error instanceof LookError) throw error
    throw new LookError('unconfigured', `${path} cannot be read: ${sentence(error)}`)
  } finally {
    await file.close()
  }
}

async function readUpTo(file: Awaited<ReturnType<typeof open>>, most: number, expected: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let total = 0
  while (total < most) {
    const chunk = Buffer.allocUnsafe(Math.min(most - total, Math.max(expected - total, 65_536)))
    const { bytesRead } = await file.read(chunk, 0, chunk.length, null)
    if (bytesRead === 0) break
    chunks.push(chunk.subarray(0, bytesRead))
    total += bytesRead
  }
  return Buffer.concat(chunks)
}

function tooLarge(path: string, maxBytes: number): LookError {
  return new LookError('malformed', `${path} is larger than ${maxBytes} bytes`)
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder'
  if (found.isSymbolicLink()) return 'a symbolic link'
  if (found.isFIFO()) return 'a FIFO'
  if (found.isSocket()) return 'a socket'
  return 'a device'
}

// Makes the rename itself last; not every file system can.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

const SENTENCES: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota is used up',
  ENAMETOOLONG: 'the name is too long',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links go in circles',
  ENXIO: 'it is a socket or device, not a regular file',
  EFBIG: 'it would be larger than this process may write',
  EMFILE: 'this machine has no free file handle',
}

/** Why a file could not be read or written, in words. */
export function sentence(error: unknown): string {
  if (error instanceof LookError) return error.message
  const code = codeOf(error)
  return SENTENCES[code] ?? (code === '' ? 'an error of the file system' : code)
}

/** The code of a system error, `ENOENT`; empty for any other. */
export function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}
