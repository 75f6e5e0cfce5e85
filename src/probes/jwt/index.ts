import { defineProbe } from '../contract.ts'
import { describe } from './describe.ts'
import { Observation, Params } from './schema.ts'

export const probe = defineProbe<Params, Observation>({
  name: 'jwt',
  summary: 'Reads what a JSON Web Token says, or makes one, right or deliberately wrong, for a later step to send',
  params: Params,
  observation: Observation,
  timeoutMs: 10_000,
  effect: () => 'read',
  describe,
  examples: [
    {
      title: 'The token that the API hands out lives five minutes and can be used once',
      yaml: `
id: tokens.shape
title: Delete tokens live five minutes and carry an id
severity: critical
effect: session
steps:
  - id: intent
    probe: http
    with: { method: POST, path: /delete-intent-token }
    save: { token: json.token }
  - id: token
    probe: jwt
    with: { token: "\${saved.token}" }
expect:
  - "steps.token.wellFormed && steps.token.hasId"
  - "steps.token.lifetimeSeconds == 300"
`,
    },
    {
      title: 'Forged tokens to be sent by the next steps',
      yaml: `
id: tokens.forged
title: The forged tokens differ from the right one as they should
severity: critical
steps:
  - id: forged
    probe: jwt
    each:
      control:  { signature: key,       times: { iat: "0s", exp: "+5m" },   claims: {} }
      expired:  { signature: key,       times: { iat: "-10m", exp: "-5m" }, claims: {} }
      otherKey: { signature: other-key, times: { iat: "0s", exp: "+5m" },   claims: {} }
    with:
      mint:
        key: "\${secrets.signingKey}"
        signature: "\${each.signature}"
        times: "\${each.times}"
        claims: "\${each.claims}"
expect:
  - "!steps.forged.control.expired && steps.forged.expired.expired"
  - "steps.forged.otherKey.signed"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
