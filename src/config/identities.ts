import type { Scope } from '../expression/index.ts'
import type { TemplateTree } from '../looks/model.ts'
import type { Identity } from './model.ts'
import type { EnvironmentFile, IdentityFile } from './schema.ts'
import { complain, withEnv } from './section.ts'
import type { Section } from './section.ts'
import { compileAfter, compileData } from './templates.ts'
import type { ValueAt } from './templates.ts'

/** Identities by name, the first is the default; `bearer` becomes its Authorization header (RFC 6750, 2.1). */
export function readIdentities(section: Section, scope: Scope, identities: EnvironmentFile['identities'] = {}): Map<string, Identity> {
  const { value, document } = withEnv(section, 'identities', identities, 'templates')
  const found = new Map<string, Identity>()
  for (const [name, identity] of Object.entries(value)) {
    const at = (...path: string[]): ValueAt => ({ section, scope, document, path: ['identities', name, ...path] })
    refuseTwo(section, name, identity)
    found.set(name, readIdentity(identity, at))
  }
  return found
}

function readIdentity({ bearer, basic, headers = {} }: IdentityFile, at: (...path: string[]) => ValueAt): Identity {
  const token = bearer === undefined ? undefined : compileAfter('Bearer ', at('bearer'), bearer)
  const free = Object.entries(headers).flatMap(([header, text]) => pair(header, compileData(at('headers', header), text)))
  const user = basic && compileData(at('basic', 'user'), basic.user)
  const password = basic && compileData(at('basic', 'password'), basic.password)
  return { headers: [...pair('authorization', token), ...free], ...(user && password && { basic: { user, password } }) }
}

const pair = (name: string, tree: TemplateTree | undefined): (readonly [string, TemplateTree])[] =>
  tree === undefined ? [] : [[name, tree]]

/** One request has one Authorization header, and each header once. */
function refuseTwo(section: Section, name: string, { bearer, basic, headers = {} }: IdentityFile): void {
  const names = Object.keys(headers).map((header) => header.toLowerCase())
  const ways = [bearer, basic, names.includes('authorization') ? '' : undefined].filter((way) => way !== undefined).length
  if (ways > 1)
    complain(
      section,
      ['identities', name],
      'two-authorizations',
      'an identity has one of bearer, basic and an Authorization header',
      'make two identities',
      'key',
    )
  const twice = names.find((header, index) => names.indexOf(header) < index)
  if (twice !== undefined)
    complain(section, ['identities', name], 'header-twice', `the header ${twice} stands here twice`, 'remove one', 'key')
}
