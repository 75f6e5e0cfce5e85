interface RawLine {
  readonly text: string
  /** Longer than 64 KiB: only its beginning is here. */
  readonly cut: boolean
}

const LINE_CAP = 65_536

/**
 * Splits bytes into lines without their ends, a chunk at a time; a line is kept up to 64 KiB, so that one without an end costs no
 * memory. Bytes that are no UTF-8 become U+FFFD.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<readonly RawLine[]> {
  let held: Uint8Array[] = []
  let size = 0
  const hold = (part: Uint8Array) => {
    // The chunk may be a buffer that is filled again.
    if (size < LINE_CAP) held.push(part.slice(0, LINE_CAP - size))
    size += part.length
  }
  const take = (): RawLine => {
    const bytes = Buffer.concat(held)
    const line = { text: bytes.toString('utf8').replace(/\r$/, ''), cut: size > LINE_CAP }
    held = []
    size = 0
    return line
  }
  for await (const chunk of chunks) {
    const lines: RawLine[] = []
    let from = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      hold(chunk.subarray(from, end))
      lines.push(take())
      from = end + 1
    }
    if (from < chunk.length) hold(chunk.subarray(from))
    yield lines
  }
  if (size > 0) yield [take()]
}
