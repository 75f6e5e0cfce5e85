import { makeCertificates } from '../../../fixtures/servers/certificates.ts'
import { fails, harmless, unknown } from '../row.ts'
import type { Row, Run } from '../row.ts'
import { look, lookAt, request, secure, TRUSTED } from '../secure.ts'
import type { Act, Secure } from '../secure.ts'
import { answer, asked, every, head, http, raw, STATUS, whole } from '../servers.ts'
import type { Act as RawAct } from '../servers.ts'

const YEAR_MS = 365 * 86_400_000

/** A certificate that is wrong in itself: the probe says what, and no request is made over it. */
const both = (id: string, title: string, options: Secure, seen: RegExp, met: RegExp = seen): Row[] => [
  look(id, title, options, fails(seen)),
  request(id, title, options, unknown('unreachable', met)),
]

const dates = ({ report, outputs }: Run) => [
  !/20\d\d-\d\d-\d\dT/.test(JSON.stringify(report?.sections)) && 'U8 the dates of the certificate are not in the report',
  !/20\d\d-\d\d-\d\dT/.test(outputs['report.html'] ?? '') && 'U8 the local clock is not in the report',
]
const PERIOD = lookAt('timestamp(certificate.validTo) > now', 'timestamp(certificate.validFrom) < now')

/** A server that is no TLS server, looked at as one and asked as one. */
const raws = (id: string, title: string, act: RawAct, says: RegExp): Row[] =>
  [TRUSTED.replace('4s', '1s'), STATUS].map((item): Row => ({
    id,
    title: `${title}: ${item === STATUS ? 'a request' : 'a look at TLS'}`,
    expect: { status: 3, outcome: 'unknown', says },
    setup: async (stage) => ({ origin: (await raw(stage, act)).url.replace('http:', 'https:'), item }),
  }))

/** The first record of a server's answer, of which a byte comes now and then. */
const drip: RawAct = asked((socket) => {
  socket.write(Buffer.from([22, 3, 3, 64, 0, 2, 0, 63, 252, 3, 3]))
  every(100, () => socket.write(Buffer.from([0])))(socket)
})

const strange = (name: string): Secure => ({ certificate: { names: [name] }, host: 'localhost' })
/** Names that make the certificate so large, and quickly. */
const large = (bytes: number) => ({ names: ['localhost', '127.0.0.1', ...Array.from({ length: 10 }, () => 'x'.repeat(bytes / 10))] })
const unrelated = async () => {
  const { caPem, remove } = await makeCertificates({ names: ['x'], authority: 'another CA' })
  await remove()
  return caPem
}

/** A hundred certificates that have nothing to do with one another behind the right one. */
async function hundred(): Promise<string> {
  const other = await makeCertificates(large(1000))
  await other.remove()
  return other.certPem.repeat(100)
}

const MUTUAL = { requestCert: true, rejectUnauthorized: true } as const

/** Answers, and ends the connection below TLS without a word to the TLS above. */
const cut =
  (text: string): Act =>
  (socket, wire) =>
    void socket.once('data', () => socket.write(text, () => void wire.end()))

const restless: Act = (socket) =>
  void socket.once('data', () => {
    socket.renegotiate({}, () => socket.renegotiate({}, () => socket.end(whole('{"ok":true}'))))
  })

/** Certificates and handshakes that are not as they should be. */
export const rows: readonly Row[] = [
  ...both('T01', 'a self-signed certificate', { certificate: { signer: 'itself' } }, /self-signed/),
  ...both('T01', 'an authority that is not known', { ca: unrelated }, /is not trusted/),
  ...both('T01', 'a chain without its intermediate', { certificate: { signer: 'intermediate' }, whole: false }, /chain is incomplete/),
  ...both('T02', 'a certificate that has expired', { certificate: { days: -2 } }, /has expired/),
  ...both(
    'T02',
    'a certificate of next year',
    { certificate: { days: 730, notBefore: new Date(Date.now() + YEAR_MS) } },
    /not valid yet \(or the clock/,
  ),
  look('T02', 'the dates of a certificate that has expired', { certificate: { days: -2 } }, fails(/20\d\d-\d\d-\d\dT/), PERIOD, {
    verify: dates,
  }),
  look(
    'T03',
    'a certificate that ends in five days',
    { certificate: { days: 5 } },
    fails(/certificate\.daysLeft/),
    lookAt('certificate.daysLeft > 21.0'),
  ),
  ...both('T04', 'a certificate of another host', { certificate: { names: ['other.example'] } }, /another name/),
  ...both(
    'T04',
    'a wildcard for a part of a label',
    { certificate: { names: ['f*.a.localhost'] }, host: 'foo.a.localhost' },
    /another name/,
  ),
  ...both('T04', 'an address that is a name in the certificate', { certificate: { names: ['localhost'] } }, /another name/),
  ...both('T05', 'a common name alone', { certificate: { altNames: false }, host: 'localhost' }, /no alternative names/),
  ...both('T06', 'a key of 1024 bits', { certificate: { key: 'rsa1024' } }, /too weak/),
  ...both('T07', 'a signature of SHA-1', { certificate: { signatureHash: 'SHA-1' } }, /broken hash/, /signature is too weak/),
  ...both('T08', 'a certificate for clients alone', { certificate: { usages: ['client'] } }, /not meant for servers/),
  look('T08', 'a leaf that may sign others', { certificate: { isAuthority: true } }, fails(/certificate\.ca/), lookAt('!certificate.ca')),
  ...both(
    'T08',
    'a name that the intermediate may not sign',
    { certificate: { signer: 'intermediate', permitted: 'example.com' } },
    /is not trusted/,
  ),
  look(
    'T09',
    'TLS 1.0 and 1.1 alone',
    { tls: { maxVersion: 'TLSv1.1' } },
    fails(/protocols\.tls1/),
    lookAt("protocols.tls12 == 'accepted' || protocols.tls13 == 'accepted'", "protocols.tls10 == 'refused'"),
  ),
  request('T09', 'TLS 1.0 and 1.1 alone', { tls: { maxVersion: 'TLSv1.1' } }, unknown('unreachable', /no TLS version/)),
  ...raws('T10', 'no answer to the first message', () => {}, /TLS handshake did not end|no TLS connection/),
  ...raws('T11', 'an answer byte by byte', drip, /TLS handshake did not end|no TLS connection/),
  look('T11', 'a certificate of 70 KiB', { certificate: large(70_000) }, unknown('malformed', /at most 64 KiB are read/)),
  ...[look, request].map((row) =>
    row(
      'T11',
      'a certificate of a megabyte',
      { certificate: large(1_000_000) },
      { status: 3, outcome: 'unknown', says: /100 KB|EXCESSIVE_MESSAGE/ },
    ),
  ),
  ...[look, request].map((row) =>
    row(
      'T11',
      'a hundred certificates',
      { tls: async ({ certPem }) => ({ cert: certPem + (await hundred()) }) },
      { status: 3, outcome: 'unknown', says: /100 KB|EXCESSIVE_MESSAGE/ },
    ),
  ),
  ...raws(
    'T12',
    'plain HTTP on the port',
    asked((socket) => void socket.end(`${head('Content-Length: 0')}`)),
    /does not speak TLS/,
  ),
  {
    id: 'T12',
    title: 'TLS on the port of plain HTTP, which closes',
    expect: unknown('unreachable', /closed the connection/),
    setup: async (stage) => {
      const { origin = '' } = await secure(stage)
      return { origin: origin.replace('https:', 'http:'), item: STATUS }
    },
  },
  http(
    'T12',
    'TLS on the port of plain HTTP, which sends an alert',
    answer(Buffer.from([21, 3, 1, 0, 2, 2, 70])),
    unknown('malformed', /answered in TLS, not in plain http/),
  ),
  request(
    'T13',
    'a certificate of the client is wanted',
    { tls: MUTUAL },
    { status: 3, outcome: 'unknown', says: /wants a certificate of the client/ },
  ),
  look(
    'T13',
    'a certificate of the client is wanted',
    { tls: { ...MUTUAL, maxVersion: 'TLSv1.2' } },
    unknown('unsupported', /wants a certificate of the client/),
  ),
  request(
    'T13',
    'a certificate of the client is wanted in TLS 1.2',
    { tls: { ...MUTUAL, maxVersion: 'TLSv1.2' } },
    { status: 3, outcome: 'unknown', says: /wants a certificate of the client/ },
  ),
  request('T14', 'a reset after the handshake', { act: (_, wire) => void wire.resetAndDestroy() }, unknown('unreachable', /reset|closed/)),
  request(
    'T14',
    'an end without close_notify before the length is reached',
    { act: cut(head('Content-Length: 100') + '{"ok":true}') },
    unknown('malformed', /cut off/),
  ),
  request('T14', 'a wish to negotiate again, and again', { tls: { maxVersion: 'TLSv1.2' }, act: restless }, harmless),
  ...both('T15', 'a name with a comma and a type in it', strange('other.example, DNS:localhost'), /another name/),
  ...both('T15', 'a name with a NUL in it', strange('localhost\0.other.example'), /another name/),
  ...both('T15', 'a name with a line feed in it', strange('other.example\nDNS:localhost'), /another name/),
  look(
    'T15',
    'a name with a line feed in it, as it is shown',
    strange('other.example\nDNS:localhost'),
    fails(/other\.example/),
    lookAt("certificate.names == ['localhost']"),
  ),
  look(
    'T16',
    'nothing is known of revocation',
    {},
    unknown('insufficient', /not-checked|enough/),
    `${TRUSTED}\nenough: "certificate.revocation != 'not-checked'"`,
  ),
  look(
    'T16',
    'a certificate that wants a stapled answer comes without',
    { certificate: { mustStaple: true } },
    fails(/ocspStapled/),
    lookAt('certificate.ocspStapled'),
  ),
]
