import * as z from 'zod'
import { defineProbe } from '../contract.ts'
import { Observation, Params } from './schema.ts'

export const probe = defineProbe<Params, Observation>({
  name: 'cookies',
  summary: 'Reads Set-Cookie lines of another look and says what a browser would make of each cookie; nothing is sent',
  params: Params,
  observation: Observation,
  target: { kind: 'origin', schema: z.never(), required: false },
  timeoutMs: 10_000,
  effect: () => 'read',
  describe: () => ({ summary: 'read Set-Cookie lines (nothing is sent)' }),
  examples: [
    {
      title: 'Every cookie of a login is out of reach of scripts, plain http and other sites',
      yaml: `
id: login.cookies
title: Cookies of a login are HttpOnly, Secure and SameSite
severity: critical
effect: session
steps:
  - id: login
    probe: http
    with: { method: POST, path: /auth/login, json: { email: readiness@example.com, password: not-a-real-one } }
    jar: user
    save: { lines: { value: setCookie, public: true } }
  - id: set
    probe: cookies
    with: { setCookie: "\${saved.lines}", url: /auth/login }
enough: "steps.login.status == 200"
expect:
  - "steps.set.cookies.all(c, c.secure && c.httpOnly && c.sameSite in ['lax', 'strict'])"
  - "steps.set.cookies.all(c, c.rejected.size() == 0)"
`,
    },
    {
      title: 'The refresh cookie goes to the one path that needs it, and for a week at most',
      yaml: `
id: refresh.cookie
title: The refresh cookie is narrow and ends within seven days
severity: high
effect: session
steps:
  - id: login
    probe: http
    with: { method: POST, path: /auth/login, json: { email: readiness@example.com, password: not-a-real-one } }
    jar: user
    save: { lines: { value: setCookie, public: true } }
  - id: set
    probe: cookies
    with: { setCookie: "\${saved.lines}", url: /auth/login }
expect:
  - "steps.set.byName.refresh_token.path == '/api/v1/auth' && steps.set.byName.refresh_token.hostOnly"
  - "steps.set.byName.refresh_token.lifetimeSeconds <= 604800"
`,
    },
  ],
  load: async () => (await import('./observe.ts')).observe,
})
