/** `survived N of M by group: H 27/28 ...`; a fault counts when all its variants survived, one that is not done never. */
export function table(survived: ReadonlyMap<string, boolean>, notDone: Readonly<Record<string, string>>): string {
  const ids = [...new Set([...survived.keys(), ...Object.keys(notDone)])].sort()
  const good = (all: readonly string[]) => all.filter((id) => survived.get(id) === true && !Object.hasOwn(notDone, id)).length
  const groups = [...new Set(ids.map((id) => id.slice(0, 1)))]
  const parts = groups.map((group) => {
    const own = ids.filter((id) => id.startsWith(group))
    return `${group} ${good(own)}/${own.length}`
  })
  const reasons = Object.entries(notDone).map(([id, reason]) => `not done: ${id} ${reason}`)
  return [`survived ${good(ids)} of ${ids.length} by group: ${parts.join(', ')}`, ...reasons].join('\n')
}
