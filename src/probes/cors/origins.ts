import { isIP } from 'node:net'
import type { Kind } from './schema.ts'

export interface Tried {
  readonly kind: Kind
  readonly origin: string
}

const STRANGER = 'attacker.example'
/** Where an app is developed; any program of the user's machine may serve there. */
const LOCAL = ['http://localhost', 'http://localhost:3000']

/** How an own origin is bent so that a careless comparison (prefix, suffix, unescaped dot, host alone) takes it for the own one. */
const BENT: readonly { readonly kind: Kind; readonly bend: (parts: Parts) => string | undefined }[] = [
  { kind: 'prefix', bend: ({ scheme, host, port }) => (host.startsWith('[') ? undefined : `${scheme}://${host}.${STRANGER}${port}`) },
  { kind: 'suffix', bend: ({ scheme, host, port, named }) => (named ? `${scheme}://attacker-${host}${port}` : undefined) },
  { kind: 'suffix', bend: ({ scheme, host, port, named }) => (named ? `${scheme}://attacker${host}${port}` : undefined) },
  { kind: 'subdomain', bend: ({ scheme, host, port, named }) => (named ? `${scheme}://sub.${host}${port}` : undefined) },
  // Only a dot before the last one leaves a name that somebody can register.
  {
    kind: 'dot',
    bend: ({ scheme, host, port, named }) =>
      named && host.split('.').length > 2 ? `${scheme}://${host.replace('.', 'x')}${port}` : undefined,
  },
  { kind: 'scheme', bend: ({ scheme, ownHost, port }) => `${scheme === 'https' ? 'http' : 'https'}://${ownHost}${port}` },
  { kind: 'port', bend: ({ scheme, ownHost, port }) => `${scheme}://${ownHost}${port === ':8443' ? ':9443' : ':8443'}` },
]

interface Parts {
  readonly scheme: string
  readonly ownHost: string
  /** From which look-alikes are made. */
  readonly host: string
  /** With its colon; empty for the default one. */
  readonly port: string
  /** Whether the host is a name, which can be made longer; an address cannot. */
  readonly named: boolean
}

/** Every origin to try, each once: own, strangers, `null`, local ones, and each own one bent; `as` is the host name to bend. */
export function originsToTry(own: readonly string[], hostile: readonly string[], as: string | undefined): Tried[] {
  const all: Tried[] = [
    ...own.map((origin) => ({ kind: 'own' as const, origin })),
    { kind: 'hostile', origin: `https://${STRANGER}` },
    ...hostile.map((origin) => ({ kind: 'declared' as const, origin })),
    { kind: 'null', origin: 'null' },
    ...LOCAL.map((origin) => ({ kind: 'local' as const, origin })),
    ...own.flatMap((origin) => bentFrom(partsOf(origin, as))),
  ]
  return all.filter(({ origin }, index) => all.findIndex((one) => one.origin === origin) === index)
}

function bentFrom(parts: Parts | undefined): Tried[] {
  if (parts === undefined) return []
  return BENT.flatMap(({ kind, bend }) => {
    const origin = bend(parts)
    return origin === undefined ? [] : [{ kind, origin }]
  })
}

function partsOf(origin: string, as: string | undefined): Parts | undefined {
  const [, scheme, ownHost, port = ''] = /^(https?):\/\/(\[[^\]]+\]|[^:]+)(:\d+)?$/.exec(origin) ?? []
  if (scheme === undefined || ownHost === undefined) return undefined
  const host = as ?? ownHost
  return { scheme, ownHost, host, port, named: isIP(host) === 0 && !host.startsWith('[') }
}
