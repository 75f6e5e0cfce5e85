import * as z from 'zod'
import { findings } from '../fields.ts'
import { anonymous, requestFields } from '../request.ts'

const path = requestFields.path.unwrap()
const status = z.int().min(100).max(599)

const PageRequest = z.strictObject({
  name: z.string().min(1).max(100).optional().describe('Name of the page in the observation; default its method and path'),
  method: requestFields.method,
  path: path.describe('Path and query below the origin'),
  json: requestFields.json,
  headers: requestFields.headers,
  expectStatus: z
    .union([status, z.array(status).min(1)])
    .optional()
    .describe('Status code (or list) of the answer that is meant; another one is `insufficient`'),
})
export type PageRequest = z.output<typeof PageRequest>

export const Params = z
  .strictObject({
    path: path.optional().describe('The one page to look at: path and query below the origin'),
    paths: z
      .array(z.union([path, PageRequest]))
      .min(1)
      .max(50)
      .optional()
      .describe('Pages to look at, in place of `path`: paths, or maps with method, body and wanted status'),
    headers: requestFields.headers,
    redirects: z.int().min(0).max(20).default(0).describe('Redirects to follow, on the same origin only; 0 looks at the redirect itself'),
    anonymous: anonymous(),
  })
  .refine((params) => (params.path === undefined) !== (params.paths === undefined), 'wants either `path` or `paths`')
export type Params = z.output<typeof Params>

/** The first of each list is what holds when nothing, or nothing known, was sent. */
export const COOP = ['unsafe-none', 'same-origin', 'same-origin-allow-popups', 'noopener-allow-popups'] as const
export const COEP = ['unsafe-none', 'require-corp', 'credentialless'] as const
export const CORP = ['none', 'cross-origin', 'same-site', 'same-origin'] as const

const Framing = z.enum(['deny', 'sameorigin', 'restricted', 'any'])
export type Framing = z.output<typeof Framing>

const CspFinding = z.object({
  severity: z
    .enum(['high', 'high-maybe', 'medium', 'medium-maybe', 'syntax', 'info'])
    .describe('How bad; `-maybe` where it depends on what the allowed hosts serve'),
  directive: z.string().describe('Directive it is about'),
  description: z.string().describe('What is weak'),
})
export type CspFinding = z.output<typeof CspFinding>

const Csp = z.object({
  present: z.boolean().describe('An enforced policy came that forbids something; report-only is none'),
  reportOnly: z.boolean().describe('Policies came as Content-Security-Policy-Report-Only alone: nothing is blocked'),
  policies: z.int().describe('Enforced policies; a page must pass all of them'),
  allowsInlineScript: z.boolean().describe('Injected inline scripts or event handlers run; true without a policy'),
  allowsInlineStyle: z.boolean().describe('Injected inline styles apply; true without a policy'),
  allowsEval: z.boolean().describe('eval and its like run; true without a policy'),
  wildcardScript: z.boolean().describe('Scripts of any host (`*`, `https:`, `data:`) load; true without a policy'),
  missingObjectSrc: z.boolean().describe('Neither object-src nor default-src restricts plugins, or the one that counts allows any host'),
  missingBaseUri: z.boolean().describe('base-uri is missing or allows any host: an injected base element redirects relative scripts'),
  framesAllowed: Framing.describe('Who may frame the page by frame-ancestors alone; `any` without it'),
  findings: findings(CspFinding).describe('Weaknesses of each enforced policy by itself, known bypasses among them'),
})
export type Csp = z.output<typeof Csp>

const Hsts = z.object({
  sent: z.boolean().describe('The header came, whether it counts or not'),
  active: z.boolean().describe('A browser would keep to https from now on: valid, over TLS, max-age above 0'),
  maxAgeSeconds: z.int().describe('How long, seconds; 0 when not active'),
  includeSubDomains: z.boolean().describe('For subdomains too; false when not active'),
  preload: z.boolean().describe('Consents to the preload list; false when not active'),
  preloadReady: z.boolean().describe('preload, includeSubDomains and at least 31536000 seconds'),
})
export type Hsts = z.output<typeof Hsts>

const XssProtection = z.object({
  value: z.string().optional().describe('As sent'),
  mode: z.enum(['off', 'filter', 'block', 'absent', 'invalid']).describe('What it asks of browsers that still have the filter'),
})
export type XssProtection = z.output<typeof XssProtection>

const Permission = z.enum(['none', 'self', 'all', 'list'])
export type Permission = z.output<typeof Permission>

const Malformed = z.object({
  header: z.string().describe('Name, lower case'),
  value: z.string().describe('As sent, several lines joined by `, `'),
  problem: z.string().describe('What is wrong, and what a browser does'),
})

const Page = z.object({
  name: z.string().describe('Name, or method and path'),
  url: z.string().describe('Address that gave this answer, after redirects'),
  status: z.int().describe('Status code'),
  secure: z.boolean().describe('It came over https'),
  headers: z
    .record(z.string(), z.string())
    .describe('Header fields by lower-case name, several of one name joined by `, `; without set-cookie'),
  duplicates: findings(z.string().describe('Name, lower case')).describe('Single-value headers that came more than once'),
  malformed: findings(Malformed).describe('Security headers that browsers ignore or take otherwise than they read'),
  csp: Csp.describe('What the Content-Security-Policy headers allow together'),
  framing: Framing.describe('Who may frame the page: frame-ancestors, else X-Frame-Options'),
  xFrameOptions: z.string().optional().describe('X-Frame-Options in upper case, different values joined by `, `; absent when not sent'),
  hsts: Hsts.describe('Strict-Transport-Security'),
  nosniff: z.boolean().describe('X-Content-Type-Options turns sniffing off'),
  referrerPolicy: z.string().describe('Last valid token of Referrer-Policy; empty without one'),
  referrerPolicyEffective: z.string().describe('The same, or the default of browsers'),
  xssProtection: XssProtection.describe('X-XSS-Protection'),
  coop: z.enum(COOP).describe('Effective Cross-Origin-Opener-Policy'),
  coep: z.enum(COEP).describe('Effective Cross-Origin-Embedder-Policy'),
  corp: z.enum(CORP).describe('Effective Cross-Origin-Resource-Policy; `none` where nothing, or nothing known, was sent'),
  permissions: z
    .record(z.string(), Permission)
    .describe('Who may use each feature that Permissions-Policy names; empty when it is malformed'),
  server: z.string().optional().describe('Server header'),
  poweredBy: z.string().optional().describe('X-Powered-By header'),
  disclosesVersion: z.boolean().describe('Server, X-Powered-By, Via or a header like them tells a version'),
})
export type Page = z.output<typeof Page>

export const Observation = z.object({ pages: z.array(Page).describe('One per path, in the order of the parameters') })
export type Observation = z.output<typeof Observation>
