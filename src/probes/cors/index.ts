import * as z from 'zod'
import { quoted } from '../../core/shell-word.ts'
import { defineProbe } from '../contract.ts'
import { caOf } from '../shell.ts'
import { Observation, Params } from './schema.ts'

export const probe = defineProbe<Params, Observation>({
  name: 'cors',
  summary: 'Asks as pages of own, hostile and look-alike origins would, and says which of them a browser lets read or send',
  params: Params,
  observation: Observation,
  target: { kind: 'origin', schema: z.never(), required: true },
  timeoutMs: 30_000,
  effect: () => 'read',
  describe: ({ path, method, own }, { origin = '', caFile }) => ({
    summary: `GET and OPTIONS ${origin}${path} as pages of ${own?.join(', ') ?? origin}, of strangers and of look-alikes`,
    repeat: [
      'curl -i -X OPTIONS',
      ...caOf(caFile, origin),
      "-H 'Origin: https://attacker.example' -H",
      quoted(`Access-Control-Request-Method: ${method}`),
      quoted(`${origin}${path}`),
    ].join(' '),
  }),
  examples: [
    {
      title: 'Nobody but the app may read answers',
      yaml: `
id: cors.own-only
title: CORS lets the app in, and nobody else
severity: critical
probe: cors
with: { path: /api/me, method: PUT, headers: [Authorization, Content-Type], own: ["https://app.example.com"] }
expect:
  - "ownReadableWithCredentials && ownAllowedWithCredentials"
  - "foreignReadable.size() == 0 && foreignAllowed.size() == 0"
  - "!allowsNull && !wildcardWithCredentials && varyOrigin"
`,
    },
    {
      title: 'A public API may be read by everyone, but not with the cookies of its users',
      yaml: `
id: cors.public
title: The public API is open without credentials only
severity: high
probe: cors
with: { path: /api/public }
expect:
  - "wildcard"
  - "foreignReadableWithCredentials.size() == 0 && !reflectsAnyOrigin"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
