import type { Place } from '../core/problem.ts'
import { hide, hideByText, hideCredentials } from './mask.ts'

/** From offsets in a text to lines and columns that count from 1, in UTF-16 units as editors count. */
export interface Lines {
  /** The place of [start, end), cut at the end of its first line. With `shown` that part is quoted as it is. */
  place(start: number, end: number, shown?: readonly [number, number]): Place
  /** Parts of the text that no quoted line may show; only once, when the document is parsed. */
  hideRanges(ranges: readonly (readonly [number, number])[]): void
}

export function linesOf(file: string, text: string): Lines {
  const starts = startsOf(text)
  const lineAt = (index: number) => text.slice(starts[index], lineEnd(index))
  const lineEnd = (index: number) => {
    const end = starts[index + 1] === undefined ? text.length : (starts[index + 1] ?? 0) - 1
    return text[end - 1] === '\r' ? end - 1 : end
  }
  let hidden: Map<number, (readonly [number, number])[]> | undefined
  let all: string[] | undefined

  function quoted(index: number, shown?: readonly [number, number]): string {
    if (hidden === undefined) return hideByText((all ??= text.split(/\r?\n/)), index)
    const start = starts[index] ?? 0
    let line = hideCredentials(lineAt(index))
    for (const [from, to] of hidden.get(index) ?? []) {
      if (shown !== undefined && from >= shown[0] && to <= shown[1]) continue
      line = hide(line, Math.max(0, from - start), Math.min(line.length, to - start))
    }
    return line
  }

  return {
    place(start, end, shown) {
      const index = lineOf(starts, start)
      const column = start - (starts[index] ?? 0) + 1
      const length = Math.max(1, Math.min(end, lineEnd(index)) - start)
      return { file, line: index + 1, column, length, source: quoted(index, shown) }
    },
    hideRanges(ranges) {
      hidden = new Map()
      for (const range of ranges) {
        for (let i = lineOf(starts, range[0]); i < starts.length && (starts[i] ?? 0) < range[1]; i++) {
          hidden.set(i, [...(hidden.get(i) ?? []), range])
        }
      }
    },
  }
}

function startsOf(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** Index of the line that holds the offset, by bisection. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
