import * as z from 'zod'
import { findings } from '../fields.ts'

const origin = z
  .string()
  .regex(/^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@\\]+$/, 'wants an origin in lower case without a path, for example https://app.example.com')
  .refine(isSerialized, 'wants an origin as browsers write it: the host in lower case and punycode, without the default port')
const token = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/, 'wants the name of a method or header')

/** Browsers change the case of these methods alone: `patch` stays as it is (Fetch, "normalize a method"). */
const NORMALIZED: ReadonlySet<string> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'])
const normalized = (method: string): string => (NORMALIZED.has(method.toUpperCase()) ? method.toUpperCase() : method)

/** Schemes of apps have no origin for `URL`; browsers send theirs as it stands. */
function isSerialized(text: string): boolean {
  return !/^https?:/.test(text) || (URL.canParse(text) && new URL(text).origin === text)
}

export const Params = z.strictObject({
  path: z
    .string()
    .regex(/^\/(?!\/)[^\\\s#]*$/, 'wants a path that starts with one /')
    .default('/')
    .describe('Path to ask below the origin'),
  method: token
    .overwrite(normalized)
    .default('GET')
    .describe(
      'Method that the preflight asks for, `put` made `PUT` as browsers do and `patch` not; it is never sent itself: only OPTIONS and GET are, or HEAD when it is HEAD',
    ),
  headers: z.array(token).max(20).default([]).describe('Request headers that the preflight asks for, for example Authorization'),
  own: z.array(origin).min(1).max(5).optional().describe('Origins that ought to be allowed; the origin asked when there is none'),
  hostile: z.array(origin).max(20).default([]).describe('More origins that must not be allowed, kind `declared`'),
  as: z
    .string()
    .regex(/^(?=.*[a-z])[a-z0-9-]+(?:\.[a-z0-9-]+)*$/, 'wants a host name in lower case, for example app.example.com')
    .optional()
    .describe('Host name from which look-alikes are built, in place of those in `own`; for an address such as 127.0.0.1'),
  anonymous: z
    .boolean()
    .default(false)
    .describe('Sends neither identity nor cookies with the simple request either; preflights never carry them'),
})
export type Params = z.output<typeof Params>

const Simple = z.object({
  status: z.int().describe('Status code'),
  allowOrigin: z.string().optional().describe('Access-Control-Allow-Origin, several lines joined by `, `'),
  allowCredentials: z.string().optional().describe('Access-Control-Allow-Credentials as sent'),
  exposeHeaders: z.array(z.string()).describe('Access-Control-Expose-Headers, lower case'),
  vary: z.array(z.string()).describe('Names in Vary, lower case'),
  noStore: z.boolean().describe('Cache-Control has no-store: no cache keeps the answer'),
  readable: z.boolean().describe('A script of this origin may read the answer to a request without credentials'),
  readableWithCredentials: z
    .boolean()
    .describe('It may read the answer to a request with cookies: the origin byte for byte, and credentials exactly `true`'),
})
export type Simple = z.output<typeof Simple>

const Preflight = Simple.extend({
  allowMethods: z.array(z.string()).describe('Access-Control-Allow-Methods as sent'),
  allowHeaders: z.array(z.string()).describe('Access-Control-Allow-Headers, lower case'),
  maxAgeSeconds: z.int().optional().describe('Access-Control-Max-Age; absent when not sent or no whole number, and browsers take 5 then'),
  preflightOk: z.boolean().describe('The status is 200 to 299; any other, a redirect too, fails a preflight'),
  methodAllowed: z.boolean().describe('The method may be sent without credentials'),
  methodAllowedWithCredentials: z.boolean().describe('It may be sent with credentials, where `*` is no wildcard'),
  headersAllowed: z.boolean().describe('All headers asked for may be sent without credentials; `*` does not cover Authorization'),
  headersAllowedWithCredentials: z.boolean().describe('They may be sent with credentials, where `*` is no wildcard'),
  passes: z.boolean().describe('The preflight lets the real request be sent, without credentials'),
  passesWithCredentials: z.boolean().describe('The preflight lets the real request be sent with cookies'),
})
export type Preflight = z.output<typeof Preflight>

const KINDS = ['own', 'hostile', 'declared', 'null', 'local', 'prefix', 'suffix', 'subdomain', 'dot', 'scheme', 'port'] as const
export type Kind = (typeof KINDS)[number]

const kind = z
  .enum(KINDS)
  .describe(
    'What the origin is to the own ones: a stranger (hostile, declared), `null`, the machine of whoever develops (local), a look-alike host, a neighbour (subdomain, scheme, port)',
  )

const Answer = z.object({
  kind,
  origin: z.string().describe('Origin header that was sent'),
  simple: Simple.describe('Answer to the simple request'),
  preflight: Preflight.describe('Answer to the preflight'),
})
export type Answer = z.output<typeof Answer>

const Foreign = z.object({ kind, origin: z.string().describe('Origin that is none of the own ones') })

export const Observation = z.object({
  answers: z.array(Answer).describe('One entry for each origin tried'),
  control: Simple.describe('Answer to the simple request without an Origin header; readable is false by nature'),
  reflectsAnyOrigin: z.boolean().describe('An invented origin was echoed, in the answer or in the preflight'),
  allowsNull: z.boolean().describe('Access-Control-Allow-Origin was `null`, which any sandboxed frame has'),
  wildcard: z.boolean().describe('Access-Control-Allow-Origin was `*`'),
  wildcardWithCredentials: z.boolean().describe('`*` came together with credentials: browsers refuse it, the server means it'),
  foreignReadable: findings(Foreign).describe('Origins not own that may read answers without credentials'),
  foreignReadableWithCredentials: findings(Foreign).describe('Origins not own that may read answers with the cookies of the user'),
  foreignAllowed: findings(Foreign)
    .optional()
    .describe(
      'Origins not own that may send the method with the headers, without credentials; unread, as the three like it, where browsers make no preflight: GET, HEAD or POST with harmless headers',
    ),
  foreignAllowedWithCredentials: findings(Foreign)
    .optional()
    .describe('Origins not own that may send the method with the headers and the cookies of the user; unread without a preflight'),
  ownReadable: z.boolean().describe('All own origins may read the answer without credentials, and it is no redirect'),
  ownReadableWithCredentials: z.boolean().describe('All own origins may read the answer with credentials, and it is no redirect'),
  ownAllowed: z
    .boolean()
    .optional()
    .describe('All own origins may send the method with the headers, without credentials; unread without a preflight'),
  ownAllowedWithCredentials: z
    .boolean()
    .optional()
    .describe('All own origins may send the method with the headers and with credentials; unread without a preflight'),
  varyOrigin: z
    .boolean()
    .describe(
      'No cache can mix up answers: allow-origin is the same for all, or every answer has `Vary: Origin` or may not be kept (no-store)',
    ),
  methods: z.array(z.string()).describe('Methods that the preflight of the first own origin allows, as sent'),
  headers: z.array(z.string()).describe('Headers that the preflight of the first own origin allows, lower case'),
})
export type Observation = z.output<typeof Observation>
