import type { Requirement } from './schema.ts'

const ASSIGNMENT = /^(\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=)/

/** A line of an env file up to its `=`; what is no assignment may continue a value, so only comments are kept of it, up to a `=` or `:`. */
export function withoutValue(line: string): string {
  const [, name] = ASSIGNMENT.exec(line) ?? []
  return name ?? /^\s*#[^=:]*[=:]?/.exec(line)?.[0] ?? ''
}

/** The value at keys and list positions joined by dots; undefined when it is not there. A key may hold dots itself (`socket.io`). */
export function valueAt(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  const fields = value as Record<string, unknown>
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot)
    const found = Object.hasOwn(fields, key) ? valueAt(fields[key], path.slice(dot + 1)) : undefined
    if (found !== undefined) return found
  }
  return Object.hasOwn(fields, path) ? fields[path] : undefined
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
    const version = /^={2,3}([^,*$]+)$/.exec(spec)?.[1]
    const known = spec === '' || /^[<>=!~@]/.test(spec)
    if (!known) continue
    const normal = name.toLowerCase().replace(/[-_.]+/g, '-')
    packages.set(normal, together(packages.get(normal), { spec, pinned: version !== undefined, ...(version !== undefined && { version }) }))
  }
  return { packages, includes }
}

/** Of a package that is named twice: what is not pinned in one place is not pinned, nor is what is pinned to two versions. */
export function together(before: Requirement | undefined, requirement: Requirement): Requirement {
  if (before === undefined || before.spec === requirement.spec) return requirement
  if (!before.pinned) return before
  return requirement.pinned ? { spec: `${before.spec} ${requirement.spec}`, pinned: false } : requirement
}
