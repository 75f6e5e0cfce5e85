import type { KubeObject } from './kubectl.ts'

// The API's answer is data of a foreign program: each reader gives a harmless value for what has another kind.

export function mapAt(value: unknown, ...path: string[]): KubeObject {
  const found = at(value, path)
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as KubeObject) : {}
}

export function listAt(value: unknown, ...path: string[]): unknown[] {
  const found = at(value, path)
  return Array.isArray(found) ? found : []
}

export function textAt(value: unknown, ...path: string[]): string {
  const found = at(value, path)
  return typeof found === 'string' ? found : ''
}

export function intAt(value: unknown, ...path: string[]): number | undefined {
  const found = at(value, path)
  return Number.isSafeInteger(found) ? (found as number) : undefined
}

export function isTrueAt(value: unknown, ...path: string[]): boolean {
  return at(value, path) === true
}

export function hasAt(value: unknown, ...path: string[]): boolean {
  return at(value, path) !== undefined
}

/** A map of texts; quantities may be numbers. */
export function textsAt(value: unknown, ...path: string[]): Record<string, string> {
  const entries = Object.entries(mapAt(value, ...path))
  return Object.fromEntries(
    entries.filter(([, one]) => typeof one === 'string' || typeof one === 'number').map(([key, one]) => [key, String(one)]),
  )
}

function at(value: unknown, path: readonly string[]): unknown {
  let found = value
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined
    found = (found as KubeObject)[key]
  }
  return found ?? undefined
}
