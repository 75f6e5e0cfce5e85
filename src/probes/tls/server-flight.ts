import { VERSIONS } from './client-hello.ts'

/** What the first bytes of a server say about a hello; `more` when they do not yet say it. */
export type Flight =
  | { readonly kind: 'more' }
  | { readonly kind: 'hello'; readonly version: number }
  | { readonly kind: 'alert'; readonly code: number }
  | { readonly kind: 'not-tls' }

const HANDSHAKE = 22
const ALERT = 21
const SERVER_HELLO = 2
const SERVER_HELLO_DONE = 14
const SUPPORTED_VERSIONS = 43
/** Change of cipher, alert, handshake, application data (RFC 8446, 5.1). */
const RECORD_TYPES: ReadonlySet<number> = new Set([20, ALERT, HANDSHAKE, 23])

/**
 * Reads the server's first flight. Up to TLS 1.2 it counts only when it is whole: a server may say hello and then find that it has no
 * signature or key for this version.
 */
export function readFlight(bytes: Buffer): Flight {
  const messages: Buffer[] = []
  for (let at = 0; at + 5 <= bytes.length;) {
    const type = bytes.readUInt8(at)
    if (!RECORD_TYPES.has(type) || bytes.readUInt8(at + 1) !== 3) return { kind: 'not-tls' }
    const end = at + 5 + bytes.readUInt16BE(at + 3)
    if (end > bytes.length) break
    const content = bytes.subarray(at + 5, end)
    // A warning (level 1) ends nothing, but for close_notify.
    if (type === ALERT && content.length >= 2 && (content[0] !== 1 || content[1] === 0)) return { kind: 'alert', code: content[1] ?? 0 }
    if (type === HANDSHAKE) messages.push(content)
    at = end
  }
  // A client that is answered in another protocol sees at most a few letters in the place of a record.
  if (bytes.length > 0 && !RECORD_TYPES.has(bytes[0] ?? 0)) return { kind: 'not-tls' }
  return helloIn(Buffer.concat(messages))
}

function helloIn(messages: Buffer): Flight {
  let version: number | undefined
  for (let at = 0; at + 4 <= messages.length;) {
    const type = messages.readUInt8(at)
    const end = at + 4 + messages.readUIntBE(at + 1, 3)
    if (end > messages.length) break
    if (type === SERVER_HELLO) version = versionOf(messages.subarray(at + 4, end))
    if (version === VERSIONS.tls13 || (version !== undefined && type === SERVER_HELLO_DONE)) return { kind: 'hello', version }
    at = end
  }
  return { kind: 'more' }
}

/** The version chosen: in the extension since TLS 1.3 (RFC 8446, 4.2.1), in the first two bytes before. */
function versionOf(hello: Buffer): number {
  if (hello.length < 35) return 0
  const afterSession = 35 + hello.readUInt8(34)
  for (let at = afterSession + 5; at + 6 <= hello.length; at += 4 + hello.readUInt16BE(at + 2)) {
    if (hello.readUInt16BE(at) === SUPPORTED_VERSIONS) return hello.readUInt16BE(at + 4)
  }
  return hello.readUInt16BE(0)
}
