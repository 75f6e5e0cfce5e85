import * as z from 'zod'
import { defineProbe } from '../contract.ts'
import { areReads } from '../series.ts'
import { describe } from './describe.ts'
import { Observation, Params } from './schema.ts'

export const probe = defineProbe<Params, Observation>({
  name: 'headers',
  summary: 'Fetches pages and says what a browser would do with their security headers: scripts, frames, https, referrers, types',
  params: Params,
  observation: Observation,
  target: { kind: 'origin', schema: z.never(), required: true },
  timeoutMs: 20_000,
  effect: ({ paths = [] }) => (Array.isArray(paths) && areReads(paths) ? 'read' : 'declare'),
  describe,
  examples: [
    {
      title: 'Pages and errors alike are protected from injected scripts and foreign frames',
      yaml: `
id: headers.everywhere
title: Security headers are on pages and on errors
severity: high
probe: headers
with:
  paths:
    - /
    - { name: not found, path: /no-such-page, expectStatus: 404 }
expect:
  - "pages.all(p, p.csp.present && !p.csp.allowsInlineScript && !p.csp.wildcardScript)"
  - "pages.all(p, p.framing in ['deny', 'sameorigin'] && p.nosniff)"
  - "pages.all(p, p.hsts.active && p.hsts.maxAgeSeconds >= 31536000)"
`,
    },
    {
      title: 'A refused login tells no version and leaks no address to others',
      yaml: `
id: headers.login
title: The refused login gives nothing away
severity: medium
probe: headers
effect: session
with:
  paths: [{ method: POST, path: /auth/login, json: { email: nobody@example.com, password: not-the-password }, expectStatus: 401 }]
expect:
  - "pages.all(p, !p.disclosesVersion && p.malformed.size() == 0)"
  - "pages.all(p, p.referrerPolicyEffective in ['no-referrer', 'strict-origin-when-cross-origin'])"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
