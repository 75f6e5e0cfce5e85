import { randomBytes } from 'node:crypto'
import { LookError } from '../../../core/look-error.ts'
import type { Unread } from '../../../core/unread.ts'
import { Secret } from '../../../redaction/secret.ts'
import type { LoginAttempt } from '../login.ts'
import type { PartSeen, Reader } from '../reader.ts'
import type { Params } from '../schema.ts'
import type { Passwords } from '../shapes/passwords.ts'

const WORDS = ['postgres', 'password', 'admin', 'changeme'] as const
// Shown by name when they are accepted; anything else may be somebody's secret.
const KNOWN = new Set<string>([
  ...WORDS,
  'root',
  'secret',
  'test',
  'default',
  'letmein',
  'qwerty',
  'pass',
  '1234',
  '12345',
  '123456',
  '12345678',
  '123456789',
  'passw0rd',
  'Password1',
])

/** Whether a password is one that everybody knows. */
export const isKnown = (password: string, user: string): boolean => KNOWN.has(password) || password === user

/** The passwords that are tried after the random one. */
export const triesOf = ({ user, tries }: NonNullable<Params['passwords']>): readonly (string | Secret)[] =>
  tries ?? [...new Set([...WORDS, user])]

/** Logs in as the user with this password; `guessed` when it is no one's secret. */
export type TryPassword = (user: string, password: string, guessed: boolean) => Promise<LoginAttempt>

type Outcome = LoginAttempt | { readonly failed: LookError }

/** Tries a random password first, since a server that takes any makes the other refusals worthless, then at most five more. */
export async function readPasswords(
  asked: NonNullable<Params['passwords']>,
  reader: Reader,
  attempt: TryPassword,
): Promise<PartSeen<Passwords>> {
  const { user } = asked
  const [role] = await reader.ask('select rolcanlogin as login from pg_catalog.pg_roles where rolname = $1', [user])
  const random = await outcomeOf(() => attempt(user, randomBytes(16).toString('hex'), true))
  const outcomes: (readonly [string, Outcome])[] = []
  for (const [index, given] of triesOf(asked).entries()) {
    const password = given instanceof Secret ? given.reveal() : given
    const known = isKnown(password, user)
    outcomes.push([known ? password : `#${index + 1}`, await outcomeOf(() => attempt(user, password, known))])
  }
  const answered = [random, ...outcomes.map(([, outcome]) => outcome)].filter((outcome) => !('failed' in outcome)).length
  const defaults = defaultsOf(outcomes)
  const control = controlOf(random)
  return {
    value: { user, userExists: role?.['login'] === true, attempts: answered, ...control.value, ...defaults.value },
    unread: [...(control.unread ?? []), ...(defaults.unread ?? [])],
  }
}

function controlOf(random: Outcome): PartSeen<Pick<Passwords, 'method' | 'refusesRandom' | 'trust'>> {
  if ('failed' in random)
    return {
      value: {},
      unread: ['method', 'refusesRandom', 'trust'].map((field) => unreadField(field, 'the random password', random.failed)),
    }
  return { value: { method: random.method, refusesRandom: !random.accepted, trust: random.accepted } }
}

function defaultsOf(outcomes: readonly (readonly [string, Outcome])[]): PartSeen<Pick<Passwords, 'acceptsDefault' | 'acceptedDefaults'>> {
  const accepted = outcomes.filter(([, outcome]) => 'accepted' in outcome && outcome.accepted).map(([name]) => name)
  const failed = outcomes.flatMap(([name, outcome]) => {
    if ('failed' in outcome) return [{ name, error: outcome.failed }]
    return outcome.method === 'no-entry' ? [{ name, error: notAsked }] : []
  })
  const [first] = failed
  if (first === undefined) return { value: { acceptsDefault: accepted.length > 0, acceptedDefaults: accepted } }
  const what = `${failed.length} of ${outcomes.length} passwords could not be tried, ${first.name}`
  if (accepted.length > 0) return { value: { acceptsDefault: true }, unread: [unreadField('acceptedDefaults', what, first.error)] }
  return { value: {}, unread: ['acceptsDefault', 'acceptedDefaults'].map((field) => unreadField(field, what, first.error)) }
}

const notAsked = new LookError(
  'insufficient',
  'the server refused this machine before it asked for a password: run this from where the application runs',
)

const unreadField = (field: string, what: string, { reason, message }: LookError): Unread => ({
  path: [field],
  reason,
  detail: `${what}: ${message}`,
})

async function outcomeOf(work: () => Promise<LoginAttempt>): Promise<Outcome> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof LookError) return { failed: error }
    throw error
  }
}
