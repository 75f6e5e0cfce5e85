import * as z from 'zod'
import { anonymous, oneAddress, oneBody, requestFields } from '../request.ts'

export const Params = z
  .strictObject({
    ...requestFields,
    redirects: z.int().min(0).max(20).default(0).describe('Redirects to follow, on the same origin only; 0 looks at the redirect itself'),
    connection: z.enum(['shared', 'fresh']).default('shared').describe('`fresh` opens a connection for this request alone'),
    anonymous: anonymous(),
  })
  .refine(...oneAddress)
  .refine(...oneBody)
export type Params = z.output<typeof Params>

const Redirect = z.object({
  url: z.string().describe('Address that answered with a redirect'),
  status: z.int().describe('Status code'),
  location: z.string().describe('Location header as sent'),
})

const Tls = z.object({
  protocol: z.string().describe('For example `TLSv1.3`'),
  cipher: z.string().describe('Cipher suite'),
  subject: z.string().describe('Subject of the certificate'),
  issuer: z.string().describe('Issuer of the certificate'),
  names: z.array(z.string()).describe('DNS names and IP addresses of the certificate'),
  validFrom: z.string().describe('Start of validity, ISO 8601 UTC'),
  validTo: z.string().describe('End of validity, ISO 8601 UTC'),
  daysLeft: z.number().describe('Days until the end of validity'),
})

export const Observation = z.object({
  url: z.string().describe('Address that gave this answer, after redirects'),
  status: z.int().describe('Status code'),
  reason: z.string().describe('Reason phrase; empty when the server sent none'),
  headers: z
    .record(z.string(), z.string())
    .describe('Header fields by lower-case name, several of one name joined by `, `; set-cookie is in `setCookie`'),
  body: z.string().describe('Body as text, content-encoding undone'),
  bodyBytes: z.int().describe('Length of the body, bytes'),
  json: z.unknown().optional().describe('Body as JSON; unread when it is none'),
  setCookie: z.array(z.string()).describe('Set-Cookie lines as sent'),
  redirects: z.array(Redirect).describe('Redirects that were followed, and the one that was not since it leaves the origin'),
  firstByteMs: z.number().describe('From the start until the header of the answer was there, milliseconds'),
  totalMs: z.number().describe('From the start until the body was there, milliseconds'),
  connectMs: z.number().optional().describe('Name, TCP and TLS, milliseconds; absent on a connection that was open already'),
  remoteAddress: z.string().optional().describe('IP address that answered'),
  tls: Tls.optional().describe('Connection and certificate; absent with plain http'),
})
export type Observation = z.output<typeof Observation>
