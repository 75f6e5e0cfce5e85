import type { Requirement } from './schema.ts'

const ASSIGNMENT = /^(\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=)/

/** Names of the variables of an env file, each once; values are not looked at. */
export function envKeysOf(text: string): string[] {
  const names = text
    .split(/\r?\n/)
    .map((line) => ASSIGNMENT.exec(line)?.[2])
    .filter((name) => name !== undefined)
  return [...new Set(names)]
}

/** A line of an env file up to its `=`; what is no assignment may continue a value, so only comments are kept of it, up to a `=` or `:`. */
export function withoutValue(line: string): string {
  const [, name] = ASSIGNMENT.exec(line) ?? []
  return name ?? /^\s*#[^=:]*[=:]?/.exec(line)?.[0] ?? ''
}

/** The value at keys and list positions joined by dots; undefined when it is not there. */
export function valueAt(value: unknown, path: string): unknown {
  let current = value
  for (const key of path.split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined
    current = (current as Record<string, unknown>)[key]
  }
  return current
}

const PACKAGE = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(.*)$/

/** Packages of a pip requirements file (PEP 508, names by PEP 503) and the files that it includes. Addresses have no versions. */
export function requirementsOf(text: string): { packages: Map<string, Requirement>; includes: string[] } {
  const packages = new Map<string, Requirement>()
  const includes: string[] = []
  for (const raw of text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const line = raw.replace(/(?:^|\s)#.*$/, '').trim()
    const included = /^(?:-r|--requirement|-c|--constraint)[\s=]*(\S+)/.exec(line)?.[1]
    if (included !== undefined) includes.push(included)
    const [, name, rest = ''] = PACKAGE.exec(line) ?? []
    if (name === undefined) continue
    const spec =
      rest
        .split(';')[0]
        ?.replace(/\s--.*$/, '')
        .replace(/[()\s]/g, '') ?? ''
    const version = /^={2,3}([^,*]+)$/.exec(spec)?.[1]
    const known = spec === '' || /^[<>=!~@]/.test(spec)
    if (known)
      packages.set(name.toLowerCase().replace(/[-_.]+/g, '-'), {
        spec,
        pinned: version !== undefined,
        ...(version !== undefined && { version }),
      })
  }
  return { packages, includes }
}
