import { randomBytes } from 'node:crypto'
import { LookError } from '../../core/look-error.ts'
import type { Git } from './git.ts'

export interface Blob {
  readonly id: string
  readonly bytes: number
}

const BATCH_BYTES = 16 * 1024 * 1024
const BATCH_BLOBS = 2000

/** Those of the objects that are file contents, with their sizes. */
export async function blobsAmong(git: Git, ids: readonly string[]): Promise<Blob[]> {
  if (ids.length === 0) return []
  const { stdout } = await git(['cat-file', '--batch-check=%(objectname) %(objecttype) %(objectsize)'], `${ids.join('\n')}\n`)
  const lines = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '))
  if (lines.length !== ids.length || lines.some(([, type]) => type === 'missing'))
    throw new LookError('insufficient', 'the repository lacks objects that its commits name')
  return lines.filter(([, type]) => type === 'blob').map(([id = '', , bytes]) => ({ id, bytes: Number(bytes) }))
}

/** Hands each content over as text (what is not UTF-8 replaced), in batches of 16 MiB; stops when `visit` gives false. */
export async function eachBlob(git: Git, blobs: readonly Blob[], visit: (id: string, text: string) => Promise<boolean>): Promise<void> {
  for (const batch of batchesOf(blobs)) {
    // A mark that no content can hold: lengths in bytes are of no use once bytes have become text.
    const mark = randomBytes(16).toString('hex')
    const { stdout } = await git(['cat-file', `--batch=${mark} %(objectname)`], `${batch.map(({ id }) => id).join('\n')}\n`)
    const parts = stdout.split(`${mark} `).slice(1)
    if (parts.length !== batch.length) throw new LookError('malformed', 'git gave other contents than it was asked for')
    for (const part of parts) {
      const end = part.indexOf('\n')
      if (!(await visit(part.slice(0, end), part.slice(end + 1)))) return
    }
  }
}

function batchesOf(blobs: readonly Blob[]): Blob[][] {
  const batches: Blob[][] = []
  let bytes = Infinity
  for (const blob of blobs) {
    const current = batches.at(-1)
    if (current === undefined || bytes + blob.bytes > BATCH_BYTES || current.length >= BATCH_BLOBS) {
      batches.push([blob])
      bytes = blob.bytes
    } else {
      current.push(blob)
      bytes += blob.bytes
    }
  }
  return batches
}
