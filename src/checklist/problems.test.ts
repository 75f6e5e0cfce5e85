import { expect, it } from 'vitest'
import { loadChecklist } from './load.ts'

const HEAD = 'readiness: 1\nid: c\ntitle: C\ngate: { critical: 100% }\n'
const SECTION = 'sections:\n  - title: S\n    items:\n'
const OPEN = '      - id: a\n        title: A\n        severity: critical\n'
const LOOK = '        probe: http\n        with: { path: /x }\n'
const GOOD = `${OPEN}${LOOK}        expect: status == 200\n`
const head = (text: string) => `${HEAD}${text}${SECTION}${GOOD}`
const item = (text: string) => `${HEAD}${SECTION}${OPEN}${text}`
const looking = (text: string) => `${HEAD}${SECTION}${OPEN}${LOOK}${text}`

type Case = readonly [title: string, yaml: string, code: string, marked: string, hint?: string]

async function problemsOf(yaml: string) {
  const loaded = await loadChecklist('c.yaml', new TextEncoder().encode(yaml), { secretNames: ['token'] })
  return (loaded.ok ? loaded.warnings : loaded.problems).map(({ code, place, hint, level }) => ({
    code,
    level,
    hint,
    marked: place?.source.slice(place.column - 1, place.column - 1 + place.length),
    line: place?.line,
  }))
}

const CASES: readonly Case[] = [
  [
    'an unknown key of an item (Y23)',
    item(`        sevrity: high\n${LOOK}        expect: status == 200\n`),
    'unknown-key',
    'sevrity',
    'did you mean severity?',
  ],
  ['an unknown key of the head (Y23)', head('looks_: {}\n'), 'unknown-key', 'looks_', 'did you mean looks?'],
  ['no title', `readiness: 1\nid: c\n${SECTION}${GOOD}`, 'missing-key', 'readiness: 1'],
  ['no severity', `${HEAD}${SECTION}      - id: a\n        title: A\n${LOOK}        expect: status == 200\n`, 'missing-key', 'id: a'],
  [
    'a severity that is none',
    item('').replace('severity: critical', 'severity: critcal'),
    'invalid-value',
    'critcal',
    'did you mean critical?',
  ],
  ['a bad id', item('').replace('id: a', 'id: A b'), 'invalid-value', 'A b'],
  ['an invisible character in an id (Y28)', item('').replace('id: a', 'id: "a\\u200b"'), 'invalid-value', '"a\\u200b"'],
  ['no items (Y21, V01)', `${HEAD}sections:\n  - title: S\n    items: []\n`, 'out-of-range', '[]'],
  ['no sections (Y21, V01)', `${HEAD}sections: []\n`, 'out-of-range', '[]'],
  ['one id twice (Y24)', `${HEAD}${SECTION}${GOOD}${GOOD}`, 'duplicate-id', 'a', 'give one of them another id'],
  ['a look without expect (V02)', looking(''), 'no-expectation', 'probe'],
  ['an empty list of expectations (V02)', looking('        expect: []\n'), 'no-expectation', '[]'],
  ['an empty expectation (V02)', looking('        expect: ["status == 200", ""]\n'), 'no-expectation', '""'],
  ['a message without its expression', looking('        expect: { message: It answers }\n'), 'missing-key', 'expect', 'wants a value'],
  [
    'a misspelt key beside a message',
    looking('        expect: [{ expresion: status == 200, message: It answers }]\n'),
    'unknown-key',
    'expresion',
    'did you mean expression?',
  ],
  [
    'an expression with a message that asks nothing',
    looking('        expect: { expression: 1 == 1, message: It answers }\n'),
    'reads-nothing',
    '1 == 1',
  ],
  ['a message without words', looking("        expect: { expression: status == 200, message: '' }\n"), 'out-of-range', "''"],
  [
    'a misspelt field in what is shown',
    looking('        expect: { expression: status == 200, message: It answers, show: { status: statis } }\n'),
    'unknown-variable',
    'statis',
    'did you mean status?',
  ],
  ['nothing that settles an item (V02)', item(''), 'no-body', 'id: a'],
  ['the literal true (V02)', looking('        expect: true\n'), 'not-an-expression', 'true', 'put the expression in quotes'],
  ['"true" in quotes (V02)', looking('        expect: "true"\n'), 'reads-nothing', 'true'],
  [
    'an expectation that reads only parameters',
    `${HEAD}params: { n: { type: int, description: N } }\n${SECTION}${OPEN}${LOOK}        expect: params.n > 1\n`,
    'reads-nothing',
    'params.n > 1',
  ],
  [
    'an expectation that reads only facts over parameters',
    `${HEAD}params: { n: { type: int, description: N } }\nfacts: { f: params.n > 1 }\n${SECTION}${OPEN}${LOOK}        expect: facts.f\n`,
    'reads-nothing',
    'facts.f',
  ],
  ['an expectation that always holds (V02)', looking('        expect: status == 200 || true\n'), 'always-true', 'status == 200 || true'],
  [
    'an expression that became a map',
    looking('        expect:\n          - status == 200 ? true : false\n'),
    'not-an-expression',
    'status == 200 ? true : false',
    'put the expression in quotes',
  ],
  [
    'an expression that a comment cuts off',
    looking('        expect: status == 200 # && body.size() > 1\n'),
    'expression-cut-off',
    'status == 200',
    'put the expression in quotes',
  ],
  ['a field that is not observed (V03)', looking('        expect: "staus == 200"\n'), 'unknown-variable', 'staus', 'did you mean status?'],
  ['whole numbers divided', looking('        expect: "json.a / json.b < 0.1"\n'), 'integer-division', '/', 'write double(a) / b'],
  [
    'a condition that is constant',
    looking('        when: "1 == 1"\n        expect: status == 200\n'),
    'constant-condition',
    '"1 == 1"',
    'remove it, or ask a parameter or a fact',
  ],
  [
    'a condition over what is not yet seen',
    looking('        when: status == 200\n        expect: status == 200\n'),
    'unknown-variable',
    'status',
  ],
  ['an unknown probe', item('        probe: htpp\n        expect: status == 200\n'), 'unknown-probe', 'htpp', 'did you mean http?'],
  [
    'an unknown parameter of a probe',
    item('        probe: http\n        with: { paht: /x }\n        expect: status == 200\n'),
    'unknown-key',
    'paht',
    'did you mean path?',
  ],
  [
    'an unknown look',
    `${HEAD}looks: { health: { probe: http, with: { path: / } } }\n${SECTION}${OPEN}        look: helth\n        expect: status == 200\n`,
    'unknown-look',
    'helth',
    'did you mean health?',
  ],
  [
    'an unknown look in an expression',
    `${HEAD}looks: { health: { probe: http, with: { path: / } } }\n${SECTION}${OPEN}        expect: looks.helth.status == 200\n`,
    'no-such-key',
    'helth',
    'did you mean health?',
  ],
  ['an unknown item in needs', looking('        expect: status == 200\n        needs: [b, a1]\n'), 'unknown-item', 'a1', 'did you mean a?'],
  ['an unknown child', item('        any: [zzzz]\n'), 'unknown-item', 'zzzz'],
  ['an item that needs itself', looking('        expect: status == 200\n        needs: a\n'), 'cycle', 'a'],
  ['facts that need each other', head('facts:\n  f: "facts.g"\n  g: "facts.f"\n'), 'cycle', 'f'],
  ['two bodies', looking('        look: x\n        expect: status == 200\n'), 'several-bodies', 'look'],
  ['children beside expectations', item('        any: [a]\n        expect: "true"\n'), 'misplaced-key', 'expect'],
  ['a target without a look', item('        target: db\n        attest: { role: Owner }\n'), 'misplaced-key', 'target'],
  [
    'an effect that is not said',
    item('        probe: http\n        with: { method: POST, path: /x }\n        expect: status == 200\n'),
    'effect-missing',
    'probe',
  ],
  [
    'retry of an effect',
    looking('        effect: data\n        retry: 2\n        expect: status == 200\n'),
    'effect-repeated',
    'retry',
    'remove retry',
  ],
  [
    'eventually on an effect',
    looking('        effect: data\n        eventually: 30s\n        expect: status == 200\n'),
    'effect-repeated',
    'eventually',
    'remove eventually',
  ],
  [
    'eventually on an absence',
    looking('        eventually: 30s\n        expect: "!body.contains(\'error\')"\n'),
    'eventually-denies',
    "!body.contains('error')",
    'show something beside them, for example status == 200',
  ],
  ['a duration without a unit', looking('        timeout: 5\n        expect: status == 200\n'), 'wrong-type', '5'],
  ['lines that are none', looking('        lines: a-b\n        expect: status == 200\n'), 'invalid-value', 'a-b'],
  ['a share without a percent sign', head('').replace('100%', '100'), 'wrong-type', '100'],
  ['a share beyond 100', head('').replace('100%', '120%'), 'invalid-value', '120%'],
  [
    'an unknown severity in the gate',
    head('').replace('critical: 100%', 'citical: 100%'),
    'unknown-key',
    'citical',
    'did you mean critical?',
  ],
  ['a parameter that CEL cannot read', head('params:\n  min-requests: { type: int, description: M }\n'), 'invalid-name', 'min-requests'],
  ['a default of another type', head('params:\n  n: { type: int, default: "5", description: N }\n'), 'param-type', '"5"'],
  ['an unquoted version (Y14)', head('params:\n  v: { type: string, default: 1.10, description: V }\n'), 'param-type', '1.10'],
  [
    'an include (Y25)',
    item(LOOK + '        expect: status == 200\n      - include: ./packs/x.yaml\n'),
    'missing-key',
    'include: ./packs/x.yaml',
    'wants text',
  ],
  [
    'an unknown secret',
    looking('        expect: status == 200\n').replace('path: /x', 'path: /x, headers: { X-Key: "${secrets.tokn}" }'),
    'no-such-key',
    'tokn',
    'did you mean token?',
  ],
  [
    'a secret where none can go',
    looking('        expect: status == 200\n').replace('/x', '"/${secrets.token}"'),
    'secret-not-allowed',
    '"/${secrets.token}"',
  ],
  ['a secret in an expectation', looking('        expect: secrets.token == body\n'), 'unknown-variable', 'secrets'],
  [
    'a template in a key',
    looking('        expect: status == 200\n').replace('path: /x', 'path: /x, headers: { "${run.id}": x }'),
    'template-key',
    '"${run.id}"',
    'only values can',
  ],
  [
    'a template that is not closed',
    looking('        expect: status == 200\n').replace('/x', '"/${run.id"'),
    'unclosed',
    '${',
    'write $${ for a plain ${',
  ],
]

const rows = (cases: readonly Case[]) => cases.map(([title, ...rest]) => [title, rest] as const)

it.each(rows(CASES))('tells of %s', async (_, [yaml, code, marked, hint]) => {
  const found = await problemsOf(yaml)
  expect(found).toContainEqual(expect.objectContaining({ code, marked, level: 'error' }))
  if (hint !== undefined) expect(found.find((one) => one.code === code && one.marked === marked)?.hint).toBe(hint)
})

const WARNINGS: readonly Case[] = [
  ['a look that nothing uses', head('looks: { unused: { probe: http, with: { path: / } } }\n'), 'unused-look', 'unused'],
  ['an item that only denies (V05)', looking('        expect: "!body.contains(\'error\')"\n'), 'only-denies', "!body.contains('error')"],
  [
    'items that no rule of the gate counts (V10)',
    head('').replace('severity: critical', 'severity: high'),
    'ungated',
    'a',
    'add high to gate',
  ],
]

it.each(rows(WARNINGS))('warns of %s', async (_, [yaml, code, marked, hint]) => {
  expect(await problemsOf(yaml)).toEqual([expect.objectContaining({ code, marked, level: 'warning', ...(hint !== undefined && { hint }) })])
})

it('tells all problems of a document at once, in the order of its lines', async () => {
  const yaml = `${HEAD}titel: x\n${SECTION}${OPEN}${LOOK}        expect: staus == 200\n${OPEN.replace('id: a', 'id: b')}        probe: htpp\n        expect: "x"\n`
  expect((await problemsOf(yaml)).map(({ code, line }) => [code, line])).toEqual([
    ['unknown-key', 5],
    ['unknown-variable', 14],
    ['unknown-probe', 18],
  ])
})
