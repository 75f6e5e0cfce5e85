import { randomBytes } from 'node:crypto'

/** The canaries of one run, by the channel through which each reaches the program. */
export type Canaries = ReturnType<typeof makeCanaries>

const LETTERS = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const plain = (length: number): string => Array.from(randomBytes(length), (byte) => LETTERS.charAt(byte % LETTERS.length)).join('')
/** With characters that URLs, JSON, HTML, shells and SQL write differently. */
const special = (): string => ["'", '&', '<', '/', '+', '%', '"', '='].map((each) => plain(4) + each).join('') + plain(5)

export function makeCanaries() {
  return {
    bearer: special(),
    basic: special(),
    header: special(),
    cookie: plain(24),
    body: special(),
    database: special(),
    redis: plain(26),
    broken: special(),
    file: special(),
    command: plain(24),
    token: jwt(),
    literal: plain(22),
  }
}

/** A token as a login gives it, RFC 7519. */
function jwt(): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'HS256', typ: 'JWT', kid: plain(6) })}.${part({ sub: plain(12), jti: plain(16) })}.${randomBytes(32).toString('base64url')}`
}
