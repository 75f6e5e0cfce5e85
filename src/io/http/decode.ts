import { promisify } from 'node:util'
import type * as zlib from 'node:zlib'
import { LookError } from '../../core/look-error.ts'

/** Most bytes of a body after its encodings are undone: a cap on wire bytes alone is none (0.5 MB of gzip are 512 MB). */
const DECODED_CAP = 32 * 1024 * 1024
const MOST_ENCODINGS = 5

type Undo = (bytes: Buffer) => Promise<Buffer>

const UNDO: Readonly<Record<string, Undo>> = {
  gzip: undoing('gunzip'),
  'x-gzip': undoing('gunzip'),
  br: undoing('brotliDecompress'),
  // Some servers send raw deflate against RFC 9110, 8.4.1.2; zlib's first byte says which it is.
  deflate: (bytes) => (((bytes[0] ?? 0) & 0x0f) === 8 ? undoing('inflate')(bytes) : undoing('inflateRaw')(bytes)),
}

/** The body with its content-encodings undone, whole; throws LookError `malformed` for a cut, oversized or unknown one. */
export async function decodeBody(wire: Buffer, contentEncoding: string | undefined): Promise<Buffer> {
  const encodings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && each !== 'identity')
  if (encodings.length === 0 || wire.length === 0) return wire
  if (encodings.length > MOST_ENCODINGS)
    throw new LookError('malformed', `the body has ${encodings.length} content-encodings, at most ${MOST_ENCODINGS} are undone`)
  let bytes = wire
  for (const encoding of encodings.toReversed()) {
    const undo = Object.hasOwn(UNDO, encoding) ? UNDO[encoding] : undefined
    if (undo === undefined) throw new LookError('malformed', `the content-encoding ${JSON.stringify(encoding.slice(0, 40))} is not known`)
    try {
      bytes = await undo(bytes)
    } catch (error) {
      throw new LookError('malformed', sentence(error, encoding))
    }
  }
  return bytes
}

function sentence(error: unknown, encoding: string): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ERR_BUFFER_TOO_LARGE') return 'the body is larger than 32 MiB once it is decompressed'
  if (code === 'Z_BUF_ERROR') return `the ${encoding} body is cut off`
  return `the body is not the ${encoding} that its content-encoding says`
}

type Convenience = (
  bytes: zlib.InputType,
  options: zlib.ZlibOptions & { info: true },
  callback: (error: Error | null, result: Buffer) => void,
) => void

/** Checks the end too: bytes after the stream are no part of what it says. */
function undoing(method: 'gunzip' | 'brotliDecompress' | 'inflate' | 'inflateRaw'): Undo {
  return async (bytes) => {
    const run = promisify((await import('node:zlib'))[method] as unknown as Convenience)
    const { buffer, engine } = (await run(bytes, { maxOutputLength: DECODED_CAP, info: true })) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    if (engine.bytesWritten !== bytes.length) throw new Error('bytes after the end')
    return buffer
  }
}
