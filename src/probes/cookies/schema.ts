import * as z from 'zod'
import { findings } from '../fields.ts'

export const Params = z.strictObject({
  setCookie: z
    .array(z.string())
    .max(1000)
    .describe('Set-Cookie lines as another step saw them, saved with `public: true`; values play no part and may be masked'),
  url: z
    .string()
    .regex(/^(?:https?:\/\/[^/?#]|\/(?!\/))/i, 'wants an absolute http or https URL, or a path that starts with one /')
    .describe('Address that answered with them, or its path below the origin; it decides host, default path and whether Secure may be set'),
})
export type Params = z.output<typeof Params>

const Cookie = z.object({
  name: z.string().describe('Name as sent; empty when there is none'),
  secure: z.boolean().describe('Sent over https only'),
  httpOnly: z.boolean().describe('Out of reach of scripts'),
  sameSite: z
    .enum(['strict', 'lax', 'none', 'default'])
    .describe('`default`: absent or unknown, which some browsers treat as lax and others as none'),
  sameSiteSent: z.string().optional().describe('SameSite as sent; absent when it was not'),
  partitioned: z.boolean().describe('Kept apart for each top-level site'),
  path: z.string().describe('Path below which it is sent, that of the address when none was given'),
  domain: z.string().describe('Host, or domain whose subdomains get it too'),
  hostOnly: z.boolean().describe('Sent to this very host only'),
  session: z.boolean().describe('Neither Max-Age nor Expires: kept until the browser ends'),
  lifetimeSeconds: z
    .int()
    .optional()
    .describe('How long it is kept, at most 34560000 seconds (400 days); 0 when it is deleted, absent when `session`'),
  expired: z.boolean().describe('It deletes the cookie: Max-Age of 0 or less, or Expires in the past'),
  prefix: z.enum(['none', 'host', 'secure', 'http']).describe('`__Host-` (`__Host-Http-` too), `__Secure-` or `__Http-`, in any case'),
  rejected: findings(z.string().describe('One reason')).describe('Why a browser would drop this cookie'),
  looksLikeSession: z.boolean().describe('By its name it carries a session or a token; a cookie against CSRF does not'),
  readableByScript: z.boolean().describe('Not HttpOnly'),
  sentOverHttp: z.boolean().describe('Not Secure'),
})
export type Cookie = z.output<typeof Cookie>

export const Observation = z.object({
  cookies: z.array(Cookie).describe('One per line, in order'),
  byName: z.record(z.string(), Cookie).describe('By name; of several the last that a browser keeps'),
  names: z.array(z.string()).describe('Different names, in order'),
  duplicates: findings(z.string().describe('Name')).describe(
    'Names that came again for the same domain and path, after a line that did not delete the cookie',
  ),
})
export type Observation = z.output<typeof Observation>
