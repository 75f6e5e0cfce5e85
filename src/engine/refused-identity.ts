import type { Environment, SecretSource } from '../config/model.ts'
import { refusedIdentity } from '../core/refused-identity.ts'
import type { ProbeLook } from '../looks/model.ts'
import { programsIn } from '../looks/programs.ts'
import type { Prepared } from './prepare.ts'
import { secretsIn } from './reads.ts'
import type { Sight } from './types.ts'

/** For an answer 401 or 403 of our own origin to an identity that went along: a sentence that names it and where its secrets come from. */
export function refusalSeen(look: ProbeLook, { params }: Prepared, { observation }: Sight, environment: Environment): string | undefined {
  const { status, url } = observation
  if (look.probe !== 'http' || (status !== 401 && status !== 403) || typeof url !== 'string') return undefined
  const [name, identity] = [...environment.identities].find(([key]) => look.as === undefined || look.as === key) ?? []
  if (name === undefined || !identity || !isOwn(url, environment)) return undefined
  const { anonymous, headers = {} } = params as { readonly anonymous?: boolean; readonly headers?: Readonly<Record<string, unknown>> }
  const names = [...identity.headers.map(([header]) => header), ...(identity.basic ? ['authorization'] : [])]
  const given = new Set(Object.keys(headers).map((header) => header.toLowerCase()))
  if (anonymous === true || names.length === 0 || names.some((header) => given.has(header.toLowerCase()))) return undefined
  const trees = [...identity.headers.map(([, tree]) => tree), ...(identity.basic ? [identity.basic.user, identity.basic.password] : [])]
  const secrets = secretsIn(trees.flatMap(programsIn), environment.secrets.keys())
  return refusedIdentity(
    name,
    [...new Set(secrets)].map((secret) => sourceOf(secret, environment.secrets.get(secret))),
    status,
  )
}

const isOwn = (url: string, { origins }: Environment): boolean => URL.canParse(url) && [...origins.values()].includes(new URL(url).origin)

/** What a person looks after: the variable or the file, else the name of the secret. */
function sourceOf(name: string, source: SecretSource | undefined): string {
  if (source?.kind === 'env') return source.variable
  return source?.kind === 'file' && source.given !== undefined ? source.given : `secrets.${name}`
}
