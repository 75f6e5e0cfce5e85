/** An order in which each node comes after those that it needs, and the cycles that are in the way of one. */
export interface Sorted {
  readonly order: readonly string[]
  /** Each as the way round, first node again at the end. */
  readonly cycles: readonly (readonly string[])[]
}

/** Sorts nodes by what they need; needs that are no nodes are passed over. Without recursion: chains may be long. */
export function sortByNeed(needs: ReadonlyMap<string, readonly string[]>): Sorted {
  const order: string[] = []
  const cycles: string[][] = []
  const done = new Set<string>()
  for (const start of needs.keys()) {
    if (done.has(start)) continue
    const way = [{ node: start, next: 0 }]
    while (way.length > 0) {
      const here = way.at(-1)
      if (!here) break
      const need = needs.get(here.node)?.[here.next++]
      if (need === undefined) {
        way.pop()
        done.add(here.node)
        order.push(here.node)
        continue
      }
      if (done.has(need) || !needs.has(need)) continue
      const at = way.findIndex(({ node }) => node === need)
      if (at < 0) way.push({ node: need, next: 0 })
      else cycles.push([...way.slice(at).map(({ node }) => node), need])
    }
  }
  return { order, cycles }
}
