import { expect, it } from 'vitest'
import type { Problem } from '../core/problem.ts'
import { formatProblem } from '../document/format.ts'
import { loadConfig } from './load.ts'

const CANARY = 'canary-5f1c7a'
const ENV = { APP_HOST: 'app.example.com', API_TOKEN: CANARY, DSN: `postgres://app:${CANARY}@db/app`, TRICK: '${secrets.token}', EMPTY: '' }

const load = (text: string, env: Readonly<Record<string, string>> = ENV) =>
  loadConfig('readiness.yaml', new TextEncoder().encode(text), { env })

/** A file with one environment; line 5 is the first of `body`, column 5 its first character. */
const withBody = (...body: string[]) =>
  ['readiness: 1', 'checklists: [a.yaml]', 'environments:', '  staging:', ...body.map((line) => `    ${line}`), ''].join('\n')

async function problemsOf(text: string): Promise<readonly Problem[]> {
  const loaded = await load(text)
  return loaded.ok ? [] : loaded.problems
}

const URL_LINE = 'url: https://x.example.com'
const TOKEN = 'secrets: { token: { env: T } }'

/** Lines below the environment, then code, line, column, and a part of message or hint. */
const CASES: readonly (readonly [string, readonly string[], string, number, number, string])[] = [
  ['an unknown key', [URL_LINE, 'targts: {}'], 'unknown-key', 6, 5, 'did you mean targets?'],
  ['url beside origins', [URL_LINE, 'origins: { a: "https://y.example.com" }'], 'url-and-origins', 5, 5, 'exclude each other'],
  ['nothing to look at', ['allow: []'], 'no-origin', 4, 3, 'add url'],
  ['an origin with a path (C07)', ['url: https://x.example.com/api'], 'bad-origin', 5, 10, 'write https://x.example.com'],
  ['an origin with a password (C07)', [`origins: { a: "https://u:${CANARY}@x.example.com" }`], 'bad-origin', 5, 19, 'no credentials'],
  ['a secret in an origin', [TOKEN, 'url: "https://${secrets.token}"'], 'bad-origin', 6, 10, 'secrets never stand in an origin'],
  ['a phase that is no name', [URL_LINE, 'phases: [Pre Deploy]'], 'invalid-value', 6, 14, 'small letters'],
  ['an effect that is misspelt', [URL_LINE, 'allow: [dta]'], 'invalid-value', 6, 13, 'did you mean data?'],
  ['an effect that needs no permission', [URL_LINE, 'allow: [read]'], 'invalid-value', 6, 13, 'one of session'],
  ['a secret in a param', [TOKEN, URL_LINE, 'params: { a: "${secrets.token}" }'], 'not-plain', 7, 18, 'plain value'],
  ['a name that expressions cannot use', [URL_LINE, 'secrets: { db-url: { env: X } }'], 'invalid-name', 6, 16, 'write dbUrl'],
  ['a param with such a name', [URL_LINE, 'params: { MAX REQUESTS: 3 }'], 'invalid-name', 6, 15, 'write maxRequests'],
  [
    'a secret with two sources',
    [URL_LINE, 'secrets: { token: { env: X, file: y } }'],
    'secret-source',
    6,
    16,
    'exactly one of env, file and command',
  ],
  ['a secret without a source', [URL_LINE, 'secrets: { token: {} }'], 'secret-source', 6, 16, 'exactly one of env, file and command'],
  ['a source that is misspelt', [URL_LINE, 'secrets: { token: { evn: X } }'], 'unknown-key', 6, 25, 'did you mean env?'],
  ['a value in the place of a secret (C06)', [URL_LINE, `secrets: { lit: ${CANARY} }`], 'wrong-type', 6, 21, 'wants a map'],
  ['a value in the place of a variable (C06)', [URL_LINE, `secrets: { a: { env: "${CANARY}" } }`], 'invalid-value', 6, 26, 'not its value'],
  ['a command that is a shell line', [URL_LINE, 'secrets: { a: { command: vault read x } }'], 'wrong-type', 6, 30, 'wants a list'],
  [
    'a secret that is not declared (C21)',
    [TOKEN, URL_LINE, 'identities: { a: { bearer: "${secrets.tokn}" } }'],
    'no-such-key',
    7,
    43,
    'did you mean token?',
  ],
  [
    'bearer beside basic',
    [URL_LINE, 'identities: { a: { bearer: x, basic: { user: u, password: p } } }'],
    'two-authorizations',
    6,
    19,
    'one of bearer',
  ],
  ['a header of two lines', [URL_LINE, 'identities: { a: { headers: { X-A: "1\\r\\nHost: y" } } }'], 'invalid-value', 6, 40, 'one line'],
  [
    'a password in the URL of a target (C07)',
    [URL_LINE, `targets: { r: { kind: redis, url: "redis://u:${CANARY}@h" } }`],
    'plain-password',
    6,
    39,
    'move it into a secret',
  ],
  [
    'one that holds # / ? @ (C09)',
    [URL_LINE, `targets: { r: { kind: redis, url: "redis://u:${CANARY}#/?@@h" } }`],
    'plain-password',
    6,
    39,
    'move it into a secret',
  ],
  [
    'one without a user',
    [URL_LINE, `targets: { r: { kind: redis, url: "redis://:${CANARY}@h" } }`],
    'plain-password',
    6,
    39,
    'move it into a secret',
  ],
  [
    'one that a variable brings',
    [URL_LINE, 'targets: { r: { kind: redis, url: "${env.DSN}" } }'],
    'plain-password',
    6,
    39,
    'move it into a secret',
  ],
  [
    'a target with an unknown key',
    [URL_LINE, 'targets: { r: { kind: redis, ulr: "redis://h" } }'],
    'unknown-key',
    6,
    34,
    'did you mean url?',
  ],
  ['a target without a kind', [URL_LINE, 'targets: { r: { url: "redis://h" } }'], 'missing-key', 6, 16, '"kind" is missing'],
  ['a limit of nothing', [URL_LINE, 'limits: { login: { max: 0, per: 60s } }'], 'out-of-range', 6, 29, 'at least 1'],
  ['a limit without a unit (C10)', [URL_LINE, 'limits: { login: { max: 1, per: "60" } }'], 'invalid-value', 6, 37, 'unit'],
  ['a limit of a month (C10)', [URL_LINE, 'limits: { login: { max: 1, per: 30d } }'], 'invalid-value', 6, 37, '24h'],
  ['an unknown probe', [URL_LINE, 'release: { probe: htp, value: "json.c" }'], 'unknown-probe', 6, 23, 'did you mean http?'],
  [
    'a release that is no read',
    [URL_LINE, 'release: { probe: http, with: { path: /v, method: POST }, value: "json.c" }'],
    'not-a-read',
    6,
    5,
    'may only read',
  ],
  [
    'a parameter that the probe does not know',
    [URL_LINE, 'identify: { probe: http, with: { pth: /v }, expect: "status == 200" }'],
    'unknown-key',
    6,
    38,
    'did you mean path?',
  ],
  [
    'an expression over nothing observed',
    [URL_LINE, 'identify: { probe: http, with: { path: /v }, expect: "1 == 1" }'],
    'reads-nothing',
    6,
    59,
    'nothing that was observed',
  ],
  [
    'an identity that is not there',
    [URL_LINE, 'identities: { user: {} }', 'release: { probe: http, with: { path: /v }, value: "json.c", as: usr }'],
    'unknown-identity',
    7,
    70,
    'did you mean user?',
  ],
  [
    '${env} inside of an expression (C21)',
    [TOKEN, URL_LINE, 'identities: { a: { bearer: "${env.X + secrets.token}" } }'],
    'unknown-variable',
    7,
    35,
    'by itself',
  ],
  [
    'a variable that is a secret by mistake',
    [URL_LINE, 'identify: { probe: http, with: { path: /v, connection: "${env.API_TOKEN}" }, expect: "status == 200" }'],
    'invalid-value',
    6,
    60,
    'one of shared, fresh',
  ],
  [
    'a secret where the report shows the value',
    [TOKEN, URL_LINE, 'identify: { probe: http, with: { path: "${secrets.token}" }, expect: "status == 200" }'],
    'secret-not-allowed',
    7,
    44,
    'secret',
  ],
  ['a target of an unknown kind', [URL_LINE, 'targets: { db: { kind: postgers } }'], 'unknown-kind', 6, 28, 'did you mean postgres?'],
  ['an origin among the targets', [URL_LINE, 'targets: { db: { kind: origin } }'], 'unknown-kind', 6, 28, 'known: '],
]

it.each(CASES)('%s is told at its place', async (_, body, code, line, column, words) => {
  const problems = await problemsOf(withBody(...body))
  const problem = problems.find((one) => one.code === code)
  expect(problems.map((one) => formatProblem(one)).join('\n')).toContain(`[${code}]`)
  expect(problem?.place).toMatchObject({ file: 'readiness.yaml', line, column })
  expect(`${problem?.message} ${problem?.hint}`).toContain(words)
})

it('no problem ever shows a credential (S06, S07, C08)', async () => {
  for (const [, body] of CASES) {
    const problems = await problemsOf(withBody(...body))
    expect(problems.length).toBeGreaterThan(0)
    expect(JSON.stringify(problems) + problems.map((one) => formatProblem(one)).join('')).not.toContain(CANARY)
  }
})

it('all mistakes of a file come at once, from the top to the bottom', async () => {
  const text = withBody(
    'url: https://x.example.com/a',
    'alow: []',
    TOKEN,
    'identities: { a: { bearer: "${secrets.tokn}" } }',
    'limits: { a: { max: 0, per: 1s } }',
  ).replace('checklists', 'checklist')
  const problems = await problemsOf(text)
  expect(problems.map(({ code, place }) => [code, place?.line])).toEqual([
    ['missing-key', 1],
    ['unknown-key', 2],
    ['bad-origin', 5],
    ['unknown-key', 6],
    ['no-such-key', 8],
    ['out-of-range', 9],
  ])
})

it('a mistake hides no other mistake of its environment', async () => {
  const problems = await problemsOf(withBody('url: https://x.example.com/a', 'release: { value: "json.c" }', 'limits: 5'))
  expect(problems.map(({ code, place }) => [code, place?.line])).toEqual([
    ['bad-origin', 5],
    ['missing-key', 6],
    ['wrong-type', 7],
  ])
})

it('a variable without a value shows no credential of its line either', async () => {
  const loaded = await load(
    withBody('url: https://x.example.com', `identities: { a: { bearer: ${CANARY} }, b: { bearer: "\${env.NOWHERE}" } }`),
  )
  const problems = loaded.ok ? [...loaded.value.unset.values()].flat() : []
  expect(problems.map(({ code }) => code)).toEqual(['unset-variable'])
  expect(JSON.stringify(problems)).not.toContain(CANARY)
})

it('an environment that is no map is one problem', async () => {
  expect(await problemsOf('readiness: 1\nchecklists: [a.yaml]\nenvironments: { a: 5 }\n')).toMatchObject([{ code: 'wrong-type' }])
})

it('a file without environments or of another version is refused', async () => {
  expect(await problemsOf('readiness: 1\nchecklists: [a.yaml]\nenvironments: {}\n')).toMatchObject([{ place: { line: 3 } }])
  expect(await problemsOf('readiness: 2\nchecklists: [a.yaml]\nenvironments: { a: { url: "http://x" } }\n')).toMatchObject([
    { place: { line: 1 } },
  ])
  expect(await problemsOf('')).toMatchObject([{ code: 'empty-document' }])
})
