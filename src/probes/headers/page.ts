import { isTrustworthy } from '../../io/http/jar.ts'
import { nosniff, referrerPolicy, xssProtection } from './content.ts'
import { cspOf, enforcedPolicies } from './csp.ts'
import { frameOptions, framingOf } from './framing.ts'
import { hstsOf } from './hsts.ts'
import { embedderPolicy, openerPolicy, permissionsOf, resourcePolicy } from './isolation.ts'
import { duplicatesOf, headerMap, joinedOf, splitOf } from './lines.ts'
import type { HeaderLines } from './lines.ts'
import type { Page } from './schema.ts'

/** What browsers do where a page says nothing (Referrer Policy, 3). */
const DEFAULT_REFERRER = 'strict-origin-when-cross-origin'

/** Headers that tell what the server is made of. */
const BANNERS = [
  'server',
  'x-powered-by',
  'x-aspnet-version',
  'x-aspnetmvc-version',
  'x-generator',
  'x-php-version',
  'x-powered-cms',
  'x-litespeed-version',
  'x-umbraco-version',
  'x-mod-pagespeed',
  'x-page-speed',
  'kbn-version',
  'x-hudson',
  'x-jenkins',
  'x-owa-version',
  'liferay-portal',
  'microsoftsharepointteamservices',
]
/** A number that stands as a version does: `nginx/1`, `Drupal 9`, `4.0.30319`, `Tomcat9`; not the one in AmazonS3 or h2o. */
const VERSION =
  /(?:^|[/ (_-]v?)\d|\d\.\d|:v?\d{1,2}(?!\d)|\b(?:tomcat|iis|jetty|apache|nginx|php|jboss|wildfly|weblogic|websphere|glassfish)v?\d/i
/** The version of a program in Via; that of the protocol, and the port of a host, stand there by the rules (RFC 9110, 7.6.3). */
const VIA = /[a-z][\w.-]*\/v?\d/i
const VIA_PROTOCOL = /^(?:[!#$%&'*+.^_`|~0-9a-z-]+\/)?[!#$%&'*+.^_`|~0-9a-z-]+[\t ]+/i

/** An answer as far as its headers go. */
export interface Answered {
  readonly url: string
  readonly status: number
  readonly headerLines: HeaderLines
}

/** What a browser would do with the headers of one answer; pure. */
export function pageOf(name: string, { url, status, headerLines: lines }: Answered): Page {
  const address = new URL(url)
  const secure = address.protocol === 'https:'
  const trustworthy = isTrustworthy(address)
  const framed = frameOptions(lines)
  const read = {
    'content-security-policy': cspOf(lines),
    'strict-transport-security': hstsOf(lines, secure),
    'x-content-type-options': nosniff(lines),
    'referrer-policy': referrerPolicy(lines),
    'x-xss-protection': xssProtection(lines),
    'cross-origin-opener-policy': openerPolicy(lines, trustworthy),
    'cross-origin-embedder-policy': embedderPolicy(lines, trustworthy),
    'cross-origin-resource-policy': resourcePolicy(lines),
    'permissions-policy': permissionsOf(lines),
  }
  const problems = Object.entries({ 'x-frame-options': framed, ...read }).flatMap(([header, { problem }]) =>
    problem === undefined ? [] : [{ header, value: joinedOf(lines, header) ?? '', problem }],
  )
  const server = joinedOf(lines, 'server')
  const poweredBy = joinedOf(lines, 'x-powered-by')
  return {
    name,
    url,
    status,
    secure,
    headers: headerMap(lines),
    duplicates: duplicatesOf(lines),
    malformed: problems,
    csp: read['content-security-policy'].value,
    framing: framingOf(lines, enforcedPolicies(lines)),
    ...(framed.sent === undefined ? {} : { xFrameOptions: framed.sent }),
    hsts: read['strict-transport-security'].value,
    nosniff: read['x-content-type-options'].value,
    referrerPolicy: read['referrer-policy'].value,
    referrerPolicyEffective: read['referrer-policy'].value || DEFAULT_REFERRER,
    xssProtection: read['x-xss-protection'].value,
    coop: read['cross-origin-opener-policy'].value,
    coep: read['cross-origin-embedder-policy'].value,
    corp: read['cross-origin-resource-policy'].value,
    permissions: read['permissions-policy'].value,
    ...(server === undefined ? {} : { server }),
    ...(poweredBy === undefined ? {} : { poweredBy }),
    disclosesVersion: BANNERS.some((header) => VERSION.test(joinedOf(lines, header) ?? '')) || viaTells(lines),
  }
}

function viaTells(lines: HeaderLines): boolean {
  return splitOf(lines, 'via')?.some((member) => VIA.test(member.replace(VIA_PROTOCOL, ''))) ?? false
}
