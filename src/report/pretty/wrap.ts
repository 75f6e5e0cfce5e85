import { pieces, widthOf } from './width.ts'

/** Wraps one line at spaces to `width` columns; a word with a URL is never broken, other words only when they must be. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(width, 8)
  const lines: string[] = []
  let current = ''
  let columns = 0
  for (const word of text.split(' ').flatMap((one) => fitting(one, room))) {
    const size = widthOf(word)
    if (current !== '' && columns + 1 + size > room) {
      lines.push(current)
      current = ''
      columns = 0
    }
    columns += current === '' ? size : size + 1
    current = current === '' ? word : `${current} ${word}`
  }
  return [...lines, current]
}

/**
 * Breaks a shell command between arguments with a backslash, so that it can still be copied. Anything else that is
 * copied (SQL) and commands with an odd quote stay on one line.
 */
export function wrapCommand(text: string, width: number): string[] {
  const tokens = /^(?:[A-Z]+=\S+ )*(?:curl|jq|kubectl|psql|redis-cli|openssl|readiness|:|\(for|for i in)\s/.test(text)
    ? shellWords(text)
    : undefined
  if (!tokens) return [text]
  const lines: string[] = []
  let current = ''
  for (const token of tokens) {
    const longer = current === '' ? token : `${current} ${token}`
    if (current !== '' && widthOf(longer) > width - 2) {
      lines.push(`${current} \\`)
      current = `  ${token}`
    } else current = longer
  }
  return [...lines, current]
}

function fitting(word: string, width: number): string[] {
  if (widthOf(word) <= width || /https?:\/\//.test(word)) return [word]
  return pieces(word, width)
}

/** Words of a command as they stand, quotes and all; an option keeps its value; undefined when a quote stays open. */
function shellWords(text: string): string[] | undefined {
  const words = text.match(/(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+/g) ?? []
  if (words.join('').length !== text.replace(/\s+(?=(?:[^'"]|'[^']*'|"(?:[^"\\]|\\.)*")*$)/g, '').length) return undefined
  const joined: string[] = []
  for (const word of words) {
    const last = joined.at(-1)
    if (last !== undefined && /^-[A-Za-z]$/.test(last) && !word.startsWith('-')) joined[joined.length - 1] = `${last} ${word}`
    else joined.push(word)
  }
  return joined
}
