import * as z from 'zod'

const path = z.string().regex(/^\/(?!\/)[^\\\s#]*$/, 'wants a path that starts with one /')
const host = z
  .string()
  .regex(
    /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$/,
    'wants a host name or address without scheme and port',
  )
const port = z.int().min(1).max(65_535)
const PlainHttp = z.strictObject({
  port: port.default(80).describe('Port of plain http'),
  path: path.default('/').describe('Path to ask over plain http'),
})

export const Params = z.strictObject({
  host: host.optional().describe('Host to look at in place of that of the origin'),
  port: port.optional().describe('Port of TLS; that of the origin, or 443'),
  name: host.optional().describe('Name to ask for (SNI) and to look for in the certificate, in place of the host'),
  http: z
    .union([z.literal(false), PlainHttp])
    .default({ port: 80, path: '/' })
    .describe('Where plain http would answer; false looks at TLS alone'),
})
export type Params = z.output<typeof Params>

const seen = (version: string) =>
  z
    .enum(['accepted', 'refused'])
    .optional()
    .describe(`Whether the server takes a connection of ${version} alone; unread when it gave no clear answer`)

const Protocols = z.object({ tls10: seen('TLS 1.0'), tls11: seen('TLS 1.1'), tls12: seen('TLS 1.2'), tls13: seen('TLS 1.3') })
export type Protocols = z.output<typeof Protocols>

const Link = z.object({
  subject: z.string().describe('Subject'),
  issuer: z.string().describe('Issuer'),
  validTo: z.string().describe('End of validity, ISO 8601 UTC'),
})

const Certificate = z.object({
  trusted: z
    .boolean()
    .describe('The chain leads to an authority known here, it is valid now, for this name and for servers, and nothing in it is weak'),
  trustError: z.string().describe('The first reason why it is not trusted, in words; empty when it is'),
  hostMatches: z.boolean().describe('The name is among the alternative names; the common name does not count (RFC 9525)'),
  subject: z.string().describe('Subject'),
  issuer: z.string().describe('Issuer'),
  names: z.array(z.string()).describe('DNS names and IP addresses it is for'),
  validFrom: z.string().describe('Start of validity, ISO 8601 UTC'),
  validTo: z.string().describe('End of validity, ISO 8601 UTC'),
  daysLeft: z.number().describe('Days until the end of validity; negative once it is over'),
  expired: z.boolean().describe('Its validity is over'),
  notYetValid: z.boolean().describe('Its validity has not begun'),
  selfSigned: z.boolean().describe('It is signed by its own key'),
  keyType: z.string().describe('`rsa`, `ec`, `ed25519`; `unknown` when it is of a kind not known here'),
  keyBits: z.int().describe('Size of the key, bits; 0 when not known'),
  curve: z.string().optional().describe('Curve of an EC key, for example `prime256v1`'),
  signatureAlgorithm: z.string().describe('For example `sha256WithRSAEncryption`; the OID when it is not known here'),
  weakKey: z.boolean().describe('Its key or that of an authority below the root is RSA or DSA below 2048 bits, EC below 256, or unknown'),
  weakSignature: z.boolean().describe('It or an authority below the root is signed with MD2, MD5 or SHA-1'),
  chain: z.array(Link).describe('Certificates as sent, from this one up, at most 20'),
  chainComplete: z.boolean().describe('The chain as sent reaches a self-signed certificate or an authority known here'),
  serverAuth: z.boolean().describe('Its extended key usage, if any, allows servers'),
  ca: z.boolean().describe('It may sign other certificates, which a server has no use for'),
  ocspStapled: z.boolean().describe('The server stapled an OCSP answer; what it says is not looked at'),
  revocation: z.literal('not-checked').describe('Nothing is known of revocation'),
})
export type Certificate = z.output<typeof Certificate>

const Redirect = z.object({
  answered: z.boolean().describe('Something answers plain http; false when the port is closed, and all below is false then'),
  chain: z
    .array(
      z.object({
        url: z.string().describe('Address asked'),
        status: z.int().describe('Status code'),
        location: z.string().optional().describe('Location header of a redirect, as sent'),
      }),
    )
    .describe('Answers in order, at most 10'),
  endsSecure: z
    .boolean()
    .optional()
    .describe(
      'The last answer is no redirect and came over https, and nothing after the first https was plain http; unread when a later address gave no answer',
    ),
  firstHopSecure: z.boolean().describe('The first answer redirects to https on the same host'),
  permanent: z.boolean().describe('The first answer is a permanent redirect, 301 or 308'),
  hostKept: z.boolean().describe('No redirect leads to another host'),
})
export type Redirect = z.output<typeof Redirect>

export const Observation = z.object({
  protocols: Protocols.describe('Versions of TLS, each offered alone'),
  protocol: z
    .string()
    .optional()
    .describe('Version that both sides like best, for example `TLSv1.3`; unread when no handshake came to its end'),
  cipher: z.string().optional().describe('Cipher suite chosen; unread as `protocol`'),
  alpn: z.string().optional().describe('Protocol chosen out of h2 and http/1.1; absent when the server chooses none'),
  forwardSecrecy: z.boolean().optional().describe('Recorded traffic stays secret when the key is lost later; unread as `protocol`'),
  certificate: Certificate.optional().describe('Certificate of the server; unread as `protocol`'),
  redirect: Redirect.optional().describe('What plain http answers; absent with `http: false`'),
})
export type Observation = z.output<typeof Observation>
