import { stat } from 'node:fs/promises'
import { LookError } from '../core/look-error.ts'
import { readCapped } from './files.ts'

/** A file as UTF-8 text, its size in bytes and the time of its last change (ISO 8601 UTC). */
export interface TextFile {
  readonly text: string
  readonly bytes: number
  readonly modifiedAt: string
}

/** A regular file of at most `maxBytes`; undefined when there is none. What cannot be read or is not UTF-8 is a LookError. */
export async function readText(path: string, maxBytes: number): Promise<TextFile | undefined> {
  const found = path.includes('\0') ? undefined : await stat(path).catch(absent)
  if (found === 'absent') return undefined
  const bytes = await readCapped(path, maxBytes)
  return { text: decode(bytes, path), bytes: bytes.length, modifiedAt: found?.mtime.toISOString() ?? '' }
}

/** Any other error is told by the reading that follows. */
function absent(error: unknown): 'absent' | undefined {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR' ? 'absent' : undefined
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new LookError('malformed', `${path} is not UTF-8 text`)
  }
}
