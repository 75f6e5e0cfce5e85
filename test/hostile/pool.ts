/** Runs work for every entry, at most so many at once, in order; the promises stand in the order of the entries. */
export function pooled<T, R>(entries: readonly T[], atOnce: number, work: (entry: T) => Promise<R>): readonly Promise<R>[] {
  let running = 0
  const waiting: (() => void)[] = []
  const turn = async () => {
    if (running >= atOnce) await new Promise<void>((resolve) => void waiting.push(resolve))
    running += 1
  }
  const done = () => {
    running -= 1
    waiting.shift()?.()
  }
  return entries.map(async (entry) => {
    await turn()
    try {
      return await work(entry)
    } finally {
      done()
    }
  })
}
