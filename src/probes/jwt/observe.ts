import { LookError } from '../../core/look-error.ts'
import type { Unread } from '../../core/unread.ts'
import { Secret } from '../../redaction/secret.ts'
import type { Observe, ProbeContext, Seen } from '../contract.ts'
import { makeBattery } from './battery.ts'
import { decode, factsOf, timesUnread } from './decode.ts'
import { keySet, reveal } from './key-set.ts'
import { mint } from './mint.ts'
import { Observation } from './schema.ts'
import type { Battery, Params } from './schema.ts'
import { verify, verifyWithSet } from './signing.ts'

/** Fields that no token read here has. */
const NOT_READ = new Set(['wellFormed', 'token', 'tokens', 'names', 'missing'])

/** Reads or makes a token. Nothing is sent, so a token that is refused elsewhere is another look. */
export const observe: Observe<Params, Observation, undefined> = async (params, context) => {
  const now = Math.floor(context.now().getTime() / 1000)
  if (params.mint) return minted(await mint(params.mint, now), now, context)
  if (params.battery) return battery(params.battery, now, context)
  if (params.token === undefined) throw new LookError('unconfigured', 'wants a token to read or to mint')
  const token = reveal(params.token).trim()
  if (!(params.token instanceof Secret)) context.learn(token, 'jwt.token')
  return read(token, params, now)
}

function minted(token: string, now: number, context: ProbeContext<undefined>): Seen<Observation> {
  context.learn(token, 'jwt.minted')
  const decoded = decode(token)
  if (!decoded) throw new LookError('malformed', 'the token that was made is too long')
  return { observation: { ...factsOf(decoded, now), token }, unread: timesUnread(decoded), answer: 'a token was made' }
}

async function battery(params: Battery, now: number, context: ProbeContext<undefined>): Promise<Seen<Observation>> {
  const { tokens, missing } = await makeBattery(params, now)
  const names = Object.keys(tokens)
  for (const [name, token] of Object.entries(tokens)) context.learn(token, `jwt.battery.${name}`)
  const decoded = decode(tokens['control'] ?? '')
  if (!decoded) throw new LookError('malformed', 'the control token is too long')
  return {
    observation: { ...factsOf(decoded, now), tokens, names, missing },
    unread: timesUnread(decoded),
    answer: `${names.length} tokens were made`,
  }
}

async function read(token: string, params: Params, now: number): Promise<Seen<Observation>> {
  const decoded = decode(token)
  if (!decoded) return malformed()
  const facts = factsOf(decoded, now)
  const unread = timesUnread(decoded)
  const answer = `a token signed with ${facts.algorithm}`
  if (params.key === undefined && params.jwks === undefined) return { observation: facts, unread, answer }
  const algorithm = facts.algorithm ?? ''
  const verified =
    params.key === undefined
      ? await verifyWithSet(token, algorithm, keySet(params.jwks))
      : await verify(token, algorithm, reveal(params.key))
  if (verified !== undefined) return { observation: { ...facts, verified }, unread, answer }
  const notVerified: Unread = { path: ['verified'], reason: 'unsupported', detail: 'its algorithm is not known here' }
  return { observation: facts, unread: [...unread, notVerified], answer }
}

function malformed(): Seen<Observation> {
  const others = Object.keys(Observation.shape).filter((field) => !NOT_READ.has(field))
  const unread = others.map((field): Unread => ({ path: [field], reason: 'malformed', detail: 'the token is no JWT' }))
  return { observation: { wellFormed: false }, unread, answer: 'no JWT' }
}
