import type { EnvironmentFile } from './schema.ts'
import { complain, withEnv } from './section.ts'
import type { Section } from './section.ts'

/** The name of the origin that `url:` gives. */
export const ONLY_ORIGIN = 'default'

/** Origins by name, the first is the default. `written` are the keys that stand in the file, refused ones too. */
export function readOrigins(section: Section, data: EnvironmentFile, written: readonly string[]): Map<string, string> {
  if (written.includes('url') && written.includes('origins'))
    complain(
      section,
      ['url'],
      'url-and-origins',
      'url and origins exclude each other',
      'keep origins; its first entry is the default',
      'key',
    )
  if (!written.some((key) => key === 'url' || key === 'origins' || key === 'targets')) {
    complain(section, [], 'no-origin', 'the environment says nothing that could be looked at', 'add url: https://...', 'key')
  }
  const origins = new Map<string, string>()
  if (data.url !== undefined) add(origins, section, 'url', ['url'], ONLY_ORIGIN, data.url)
  for (const [name, text] of Object.entries(data.origins ?? {})) add(origins, section, 'origins', ['origins', name], name, text)
  return origins
}

function add(origins: Map<string, string>, section: Section, key: string, path: readonly string[], name: string, written: string): void {
  const { value, unset } = withEnv({ ...section, path: [...section.path, ...path.slice(0, -1)] }, path.at(-1) ?? key, written, 'data')
  if (unset.length > 0) return
  const parsed = parseOrigin(value)
  if ('origin' in parsed) origins.set(name, parsed.origin)
  else complain(section, path, 'bad-origin', parsed.message, parsed.hint)
}

/**
 * The origin (scheme, host, port) of an http or https URL in its one spelling, or what is wrong with the text. A path,
 * a query, a fragment and credentials are refused; a single closing slash is not. No password is ever repeated (C07, C08).
 */
export function parseOrigin(text: string): { readonly origin: string } | { readonly message: string; readonly hint: string } {
  if (text.includes('${'))
    return { message: 'in an origin only ${env.NAME} is filled in', hint: 'secrets never stand in an origin: put them into identities' }
  if (text.includes('@')) return { message: 'an origin holds no credentials', hint: 'move them into a secret and an identity' }
  if (!/^https?:\/\/[^\s\\]+$/i.test(text) || !URL.canParse(text))
    return { message: 'wants an http or https origin', hint: 'for example https://staging.example.com' }
  const { origin, pathname } = new URL(text)
  if (/[?#]/.test(text)) return { message: 'an origin has no query and no fragment', hint: `write ${origin}` }
  if (pathname !== '/') return { message: 'an origin has no path', hint: `write ${origin} here and the path in each look` }
  return { origin }
}
