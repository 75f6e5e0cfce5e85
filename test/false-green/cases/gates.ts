import { asks, GOOD, noGo, one, unknown } from '../case.ts'
import type { Case, Stage } from '../case.ts'

/** A server whose /version answers differently each time, or as told. */
async function releases(stage: Stage, commits: readonly string[]): Promise<string> {
  let asked = 0
  const { url } = await stage.serve(({ path }, response) => {
    const commit = path === '/version' ? commits[asked++ % commits.length] : undefined
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ commit }))
  })
  return url
}
const RELEASE = 'release: { probe: http, with: { path: /version }, value: json.commit }'

const EFFECT = one(`effect: data
steps:
  - { id: made, with: { method: POST, path: /things } }
finally:
  - { id: gone, with: { method: DELETE, path: /things/1 } }
expect: "steps.made.status == 201"`)

async function keeper(stage: Stage, onDelete: number): Promise<string> {
  const { url } = await stage.serve(({ method }, response) => void response.writeHead(method === 'POST' ? 201 : onDelete).end())
  return url
}

/** The items are settled; what is made of them, and of the run as a whole. */
export const cases: readonly Case[] = [
  unknown('a gate over no applicable item', /no applicable item/, {
    items: `${one('when: "params.big"\nprobe: http\nwith: { path: /bad }\nexpect: "status == 200"')}\n${GOOD.replace('critical', 'high')}`,
    head: 'gate: { critical: 100%, high: 100% }\nparams: { big: { type: bool, default: false, description: Whether it is big } }',
  }),
  unknown('V01 a run in which no item applies', /no applicable item/, {
    items: one('when: "params.big"\nprobe: http\nwith: { path: /bad }\nexpect: "status == 200"'),
    head: 'params: { big: { type: bool, default: false, description: Whether it is big } }',
  }),
  unknown('a gate that only reports', /no gate speaks of the phase/, {
    items: asks('/bad', 'status == 200'),
    head: 'gate: [{ severity: critical, at-least: 100%, report-only: true }]',
  }),
  unknown('a gate that speaks of another severity', /no gate speaks.*1 medium item that failed is counted by no rule: one/, {
    items: asks('/bad', 'status == 200').replace('critical', 'medium'),
    head: 'gate: { critical: 100%, high: 100% }',
  }),
  unknown('V08 needs on an unknown item: blocked, with the root cause', /blocked.*good|good.*blocked/, {
    items: `${GOOD.replace('path: /ok', 'path: /empty').replace('status == 200', 'json.ok')}\n${asks('/ok', 'status == 200', 'needs: good')}`,
  }),
  noGo('V08 needs on a failed item, which a chain of two hands on', /blocked/, {
    items: `${GOOD.replace('path: /ok', 'path: /bad')}\n${asks('/ok', 'status == 200', 'needs: good')}\n${asks('/ok', 'status == 200', 'needs: one').replace('id: one', 'id: two')}`,
  }),
  unknown('any of children of which one is unknown and the other fails', /malformed/, {
    items: one(
      'any:\n  - { id: a, title: A, probe: http, with: { path: /empty }, expect: "json.ok" }\n  - { id: b, title: B, probe: http, with: { path: /bad }, expect: "status == 200" }',
    ),
  }),
  noGo('all of children of which one fails', /status = 503/, {
    items: one(
      'all:\n  - { id: a, title: A, probe: http, with: { path: /ok }, expect: "status == 200" }\n  - { id: b, title: B, probe: http, with: { path: /bad }, expect: "status == 200" }',
    ),
  }),
  noGo('a warning that holds beside an expectation that does not', /status = 503/, {
    items: asks('/bad', 'status == 200', 'warn: "status == 503"'),
  }),
  unknown('a mixed release', /more than one release: (?:abc, def|def, abc)/, async (stage) => ({
    url: await releases(stage, ['abc', 'def']),
    items: asks('/ok', 'status == 200'),
    environment: RELEASE,
  })),
  unknown('a release that changes while the run is on', /more than one release/, async (stage) => ({
    url: await releases(stage, ['abc', 'abc', 'abc', 'def']),
    items: asks('/ok', 'status == 200'),
    environment: RELEASE,
  })),
  unknown('another release than was asked for', /runs abc, not the release def/, async (stage) => ({
    url: await releases(stage, ['abc']),
    items: asks('/ok', 'status == 200'),
    environment: RELEASE,
    args: ['--release', 'def'],
  })),
  unknown('a release that the environment cannot tell', /release that runs could not be told/, {
    items: asks('/ok', 'status == 200'),
    args: ['--release', 'def'],
  }),
  unknown('a clean-up that fails leaves something behind', /left behind: .*gone.*500/, async (stage) => ({
    url: await keeper(stage, 500),
    items: EFFECT,
    environment: 'allow: [data]',
  })),
  unknown('a clean-up that is not allowed any more', /left behind: .*403/, async (stage) => ({
    url: await keeper(stage, 403),
    items: EFFECT,
    environment: 'allow: [data]',
  })),
  noGo('a step that cannot be reached, of which only an absence is asked', /not reached/, async (stage) => ({
    url: await keeper(stage, 204),
    environment: 'allow: [data]',
    items: one(`effect: data
steps:
  - { id: made, with: { method: POST, path: /things }, save: { id: { value: "headers['location']", public: true } } }
  - { id: seen, with: { path: "/things/\${saved.id}" } }
expect: "!steps.seen.body.contains('error')"`),
  })),
]
