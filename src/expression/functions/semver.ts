import type { Environment } from '@marcbachmann/cel-js'
import coerce from 'semver/functions/coerce.js'
import parse from 'semver/functions/parse.js'
import compare from 'semver/functions/compare.js'
import type { SemVer } from 'semver'
import { evaluationError } from '../ast.ts'

/** A version of its own type, so that it is compared with versions only. */
class Version {
  readonly parsed: SemVer

  constructor(parsed: SemVer) {
    this.parsed = parsed
  }

  toString(): string {
    return this.parsed.version
  }
}

/** `15`, `15.18`, `v7.2`, `15.18 (Debian 15.18-1)`: what programs say of themselves where they do not follow semver. */
const LOOSE = /^v?\d+(\.\d+){0,2}(?=$|\s)/

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '==': (order) => order === 0,
}

/** `semver(text)`: a version by semver.org; a number with one or two parts counts as if it were filled up with zeros. */
export function registerSemver(environment: Environment): void {
  environment.registerType('Version', { ctor: Version, fields: {} })
  environment.registerFunction('semver(string): Version', version, { async: false })
  for (const [operator, holds] of Object.entries(COMPARISONS)) {
    environment.registerOperator(`Version ${operator} Version`, (a: Version, b: Version) => holds(compare(a.parsed, b.parsed)))
  }
}

function version(text: string): Version {
  const loose = LOOSE.exec(text.trim())?.[0]
  const parsed = parse(text.trim()) ?? (loose ? coerce(loose) : null)
  if (parsed) return new Version(parsed)
  throw evaluationError('invalid_version', `not a version: ${JSON.stringify(text.slice(0, 60))}`)
}
