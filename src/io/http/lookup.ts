import type { Resolver } from 'node:dns'
import { LookError } from '../../core/look-error.ts'
import type { Deadline } from '../deadline.ts'
import { candidates, knownAddresses } from './hosts.ts'
import type { Address } from './hosts.ts'

export interface LookupOptions {
  /** DNS servers in place of the system's, `address:port`. */
  readonly servers?: readonly string[]
}

// How long the answer about one family is waited for after the other has come (RFC 8305, 3).
const OTHER_FAMILY_MS = 50
const ABSENT = new Set(['ENOTFOUND', 'ENODATA'])

/**
 * The addresses of a name, IPv4 first: localhost and the hosts file, then DNS through c-ares. Unlike getaddrinfo, whose threads
 * keep the process from ending for 10 s and longer, this is cancelled at the deadline.
 */
export async function lookup(name: string, deadline: Deadline, options: LookupOptions = {}): Promise<readonly Address[]> {
  const known = knownAddresses(name)
  if (known.length > 0) return known
  const dns = await import('node:dns')
  const resolver = new dns.Resolver({ timeout: 2000, tries: 3 })
  if (options.servers !== undefined) resolver.setServers(options.servers)
  const release = deadline.onEnd(() => resolver.cancel())
  try {
    let code = 'ENOTFOUND'
    for (const each of candidates(name)) {
      const answer = await bothFamilies(resolver, each)
      if (answer.addresses.length > 0) return answer.addresses
      code = answer.code
      if (!ABSENT.has(code)) break
    }
    throw failure(name, code)
  } finally {
    release()
    resolver.cancel()
  }
}

function failure(name: string, code: string): LookError {
  if (code === 'ENOTFOUND') return new LookError('unreachable', `the name ${name} does not exist (DNS: no such name)`, { again: false })
  if (code === 'ENODATA')
    return new LookError('unreachable', `the name ${name} has no address (DNS: no A or AAAA record)`, { again: false })
  if (code === 'ETIMEOUT') return new LookError('unreachable', `the name ${name} was not resolved: no DNS server answered`)
  return new LookError('unreachable', `the name ${name} was not resolved (DNS: ${/^E[A-Z]+$/.test(code) ? code : 'error'})`)
}

interface Answer {
  readonly addresses: readonly Address[]
  readonly code: string
}

function bothFamilies(resolver: Resolver, name: string): Promise<Answer> {
  return new Promise((resolve) => {
    const found: Record<4 | 6, readonly Address[] | undefined> = { 4: undefined, 6: undefined }
    let code = ''
    let timer: NodeJS.Timeout | undefined
    const finish = () => {
      clearTimeout(timer)
      resolve({ addresses: [...(found[4] ?? []), ...(found[6] ?? [])], code })
    }
    const came = (family: 4 | 6, error: NodeJS.ErrnoException | null, addresses: readonly string[] | undefined) => {
      found[family] = error === null ? (addresses ?? []).map((address) => ({ address, family })) : []
      const next = error?.code ?? 'ENODATA'
      // "Could not ask" outweighs "there is none".
      if (code === '' || !ABSENT.has(next) || (code === 'ENOTFOUND' && next === 'ENODATA')) code = next
      if (found[4] !== undefined && found[6] !== undefined) finish()
      else if (found[family].length > 0) timer = setTimeout(finish, OTHER_FAMILY_MS)
    }
    resolver.resolve4(name, (error, addresses) => came(4, error, addresses))
    resolver.resolve6(name, (error, addresses) => came(6, error, addresses))
  })
}
