/**
 * The name that the author probably meant: fewest edits (insert, delete, replace, swap of neighbours), at most a third
 * of the word's length, at least one. The first of equals wins; nothing near is `undefined`.
 */
export function nearest(word: string, names: Iterable<string>): string | undefined {
  if (word === '') return undefined
  let best: string | undefined
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const name of names) {
    if (name.toLowerCase() === word.toLowerCase()) return name
    if (Math.abs(name.length - word.length) >= least) continue
    const edits = distance(word, name)
    if (edits >= least) continue
    least = edits
    best = name
  }
  return best
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
