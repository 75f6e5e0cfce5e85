/**
 * The name that the author probably meant: fewest edits (insert, delete, replace, swap of neighbours), at most a third
 * of the word's length, at least one. The first of equals wins; nothing near is `undefined`. One letter is near to its other case only:
 * any other letter would be one edit away.
 */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  if (word === '') return undefined
  let best: string | undefined
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const name of names) {
    if (name.toLowerCase() === word.toLowerCase()) return name
    if (word.length < 2 || Math.abs(name.length - word.length) >= least) continue
    const edits = distance(word, name)
    if (edits >= least) continue
    least = edits
    best = name
  }
  return best
}

/** Shorter names are as near to one another as they are different. */
const SHORTEST = 4

/**
 * The name of which this is a misspelling, where both could as well be meant: names that differ in a whole word (`pre-deploy`,
 * `post-deploy`) or in a number (`day1`, `day7`) are two names. A name that is there is none.
 */
export function misspelt(word: string, names: Iterable<string>): string | undefined {
  const all = [...names]
  if (word.length < SHORTEST || all.includes(word)) return undefined
  return nearest(
    word,
    all.filter((name) => !otherNumber(word, name) && !otherWord(word, name)),
  )
}

function otherNumber(word: string, name: string): boolean {
  const [mine, other] = [word, name].map((text) => text.match(/\d+/g)?.join(' '))
  return mine !== undefined && other !== undefined && mine !== other
}

function otherWord(word: string, name: string): boolean {
  const [mine = [], other = []] = [word, name].map((text) => text.split(/[-._]/))
  return mine.length === other.length && mine.some((part, i) => part !== other[i] && nearest(part, [other[i] ?? '']) === undefined)
}

/** Damerau's distance in its restricted form: `frist` is one edit away from `first`, not two. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const edits = Math.min(at(next, j - 1) + 1, at(row, j) + 1, replaced)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next.push(swapped ? Math.min(edits, at(before, j - 2) + 1) : edits)
    }
    before = row
    row = next
  }
  return at(row, b.length)
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? 0
}
