/** Servers that are slow to start and that several rows use; started when first asked for. */
const started = new Map<string, Promise<{ stop(): Promise<void> }>>()

/** The server of this name, the same for every row. */
export function shared<T extends { stop(): Promise<void> }>(name: string, start: () => Promise<T>): Promise<T> {
  const known = started.get(name) ?? start()
  started.set(name, known)
  return known as Promise<T>
}

/** Stops all of them. */
export async function closeShared(): Promise<void> {
  for (const server of started.values()) await (await server).stop()
  started.clear()
}
