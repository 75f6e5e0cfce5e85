import * as z from 'zod'
import { defineProbe } from '../contract.ts'
import { describe } from './describe.ts'
import { Observation, Params } from './schema.ts'

export const probe = defineProbe<Params, Observation>({
  name: 'tls',
  summary: 'Looks at TLS as a client meets it: versions accepted, certificate and chain, and whether plain http redirects to it',
  params: Params,
  observation: Observation,
  // `host` needs no origin; a look without both is unconfigured.
  target: { kind: 'origin', schema: z.never(), required: false },
  timeoutMs: 20_000,
  effect: () => 'read',
  describe,
  examples: [
    {
      title: 'Modern TLS, a certificate that lasts, and http leads to https',
      yaml: `
id: tls.ready
title: TLS is modern, trusted and enforced
severity: critical
probe: tls
expect:
  - "protocols.tls10 == 'refused' && protocols.tls11 == 'refused'"
  - "protocols.tls12 == 'accepted' || protocols.tls13 == 'accepted'"
  - "certificate.trustError == '' && certificate.chainComplete"
  - "certificate.daysLeft > 21.0"
  - "!redirect.answered || (redirect.firstHopSecure && redirect.permanent && redirect.endsSecure)"
`,
    },
    {
      title: 'The mail server has a certificate of its name',
      yaml: `
id: tls.mail
title: The mail server's certificate is trusted
severity: high
probe: tls
with: { host: smtp.example.com, port: 465, http: false }
expect: "certificate.trustError == '' && forwardSecrecy"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
