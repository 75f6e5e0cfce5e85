import type { Problem } from '../core/problem.ts'
import type { Path } from '../core/unread.ts'
import type { SourceDocument } from '../document/document.ts'
import { isSecretKey } from '../document/mask.ts'
import type { Variables } from './env-values.ts'
import { VARIABLE } from './schema.ts'
import { complain } from './section.ts'
import type { Section } from './section.ts'

/** `scheme://user:password@`; the password runs to the last `@`, since `#`, `/` and `@` occur in passwords (C09). */
const PASSWORD_IN_URL = /^[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:(\S*)@/i
const REFERENCES_ONLY = /^(?:\$\{[^}]*\})*$/

/** Complains of each URL below the path that holds a password as plain text; `${...}` is none. Never quotes it. */
export function refusePasswords(section: Section, path: Path, value: unknown): void {
  if (typeof value === 'string' && !REFERENCES_ONLY.test(PASSWORD_IN_URL.exec(value)?.[1] ?? '')) {
    complain(
      section,
      path,
      'plain-password',
      'the URL holds a password as plain text',
      'move it into a secret: declare the whole URL under secrets and write "${secrets.name}" here',
    )
  }
  if (value === null || typeof value !== 'object') return
  for (const [key, item] of Object.entries(value)) refusePasswords(section, [...path, Array.isArray(value) ? Number(key) : key], item)
}

/** Texts that are, or may by mistake be, credentials, in the file or in a variable that it names: no problem may show them. */
export function credentialTexts(document: SourceDocument, variables: Variables): string[] {
  const inFile = Object.values(mapOf(mapOf(document.value)['environments'])).flatMap((environment) => {
    const { secrets, identities } = mapOf(environment)
    return [...Object.values(mapOf(secrets)).flatMap(misplaced), ...Object.values(mapOf(identities)).flatMap(inIdentity)]
  })
  const named = Object.entries(variables)
    .filter(([name]) => document.text.includes(name))
    .flatMap(([name, value = '']) => [isSecretKey(name) ? value : '', PASSWORD_IN_URL.exec(value)?.[1] ?? ''])
  return [...inFile, ...named].filter((text) => text.length >= 4).sort((a, b) => b.length - a.length)
}

/** A value where the name of a variable or a source is wanted. */
function misplaced(source: unknown): string[] {
  const { env } = mapOf(source)
  return [...plain(source), ...plain(mapOf(source)['value']), ...plain(env).filter((text) => !VARIABLE.test(text))]
}

function inIdentity(identity: unknown): string[] {
  const { bearer, basic, headers } = mapOf(identity)
  const secret = Object.entries(mapOf(headers)).filter(([name]) => isSecretKey(name))
  return [bearer, mapOf(basic)['password'], ...secret.map(([, value]) => value)].flatMap(plain)
}

const plain = (value: unknown): string[] =>
  (typeof value === 'string' && !value.includes('${')) || typeof value === 'number' ? [String(value)] : []

const mapOf = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {}

/** The problem with these texts replaced by as many stars, so that its caret stays in place. */
export function withoutTexts(problem: Problem, texts: readonly string[]): Problem {
  const clean = (shown: string) => texts.reduce((all, text) => all.replaceAll(text, '*'.repeat(text.length)), shown)
  return {
    ...problem,
    message: clean(problem.message),
    ...(problem.hint !== undefined && { hint: clean(problem.hint) }),
    ...(problem.place !== undefined && { place: { ...problem.place, source: clean(problem.place.source) } }),
  }
}
