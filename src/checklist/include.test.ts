import { expect, it } from 'vitest'
import { loadChecklist } from './load.ts'
import type { ReadPack } from './packs.ts'

const PACK = `readiness: 1
pack: page
title: A page
params:
  path: { type: string, default: /, description: Where it is }
  status: { type: int, description: What it answers }
looks:
  page: { probe: http, with: { path: "\${params.path}" } }
facts:
  right: looks.page.status == params.status
items:
  - id: answers
    title: The page answers
    look: page
    expect: "status == params.status"
  - id: text
    title: It says something
    severity: low
    needs: answers
    expect: ["facts.right", "looks.page.body.contains('a')"]
`

const list = (items: string) => `readiness: 1
id: list
title: List
params: { home: { type: string, default: /home, description: Where } }
sections:
  - title: All
    phase: staging
    items:
${items.trim().replaceAll(/^/gm, '      ')}
`
const packs =
  (texts: Record<string, string> = { 'packs/page.yaml': PACK }): ReadPack =>
  async (path) =>
    texts[path] === undefined ? { why: 'there is no such file' } : { file: path, bytes: Buffer.from(texts[path]) }
const load = (items: string, texts?: Record<string, string>) =>
  loadChecklist('list.yaml', Buffer.from(list(items)), { readPack: packs(texts) })

async function problems(items: string, texts?: Record<string, string>): Promise<string[]> {
  const loaded = await load(items, texts)
  return (loaded.ok ? loaded.warnings : loaded.problems).map(
    ({ code, place, message }) => `${place?.file}:${place?.line}: ${code}: ${message}`,
  )
}

it('brings the items of a pack under a prefix, each with severity and phase of the include', async () => {
  const loaded = await load('- { include: packs/page.yaml, as: home, severity: high, with: { path: "${params.home}", status: 200 } }')
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('; '))
  const { items, looks, facts, included } = loaded.value
  expect([...items.values()].map(({ id, severity, phase, needs, place }) => [id, severity, phase, needs, place.file])).toEqual([
    ['home.answers', 'high', 'staging', [], 'packs/page.yaml'],
    ['home.text', 'low', 'staging', ['home.answers'], 'packs/page.yaml'],
  ])
  expect([...looks.keys()]).toEqual(['home.page'])
  expect(facts.map(({ name }) => name)).toEqual(['home.right'])
  expect([...(included.get('home')?.with.keys() ?? [])]).toEqual(['path', 'status'])
  expect(items.get('home.text')?.expect.flatMap(({ program }) => program.reads)).toEqual([
    ['facts', 'home.right'],
    ['looks', 'home.page', 'body'],
  ])
})

it('lets the checklist say refs, lines and severity of single items, and choose among them', async () => {
  const loaded = await load(`
- id: whole
  title: Whole
  severity: critical
  all:
    - { include: packs/page.yaml, as: home, with: { status: 200 }, only: [answers], items: [{ include: answers, refs: [doc.a], lines: 4, severity: medium, title: Home answers }] }`)
  const item = loaded.ok ? loaded.value.items.get('home.answers') : undefined
  expect(item).toMatchObject({ title: 'Home answers', severity: 'medium', refs: ['doc.a'], lines: '4' })
  expect(loaded.ok && loaded.value.items.has('home.text')).toBe(false)
})

it('shows a pack its own parameters only', async () => {
  const text = PACK.replace("body.contains('a')", 'body.contains(params.home)')
  expect(
    await problems('- { include: packs/page.yaml, as: home, severity: high, with: { status: 200 } }', { 'packs/page.yaml': text }),
  ).toEqual([expect.stringMatching(/^packs\/page\.yaml:20: no-such-key: params has no field home/)])
})

it.each([
  [
    'a pack that is not there',
    '- { include: packs/none.yaml, as: a }',
    /^list\.yaml:\d+: pack-unreadable: the pack packs\/none\.yaml cannot be used: there is no such file$/,
  ],
  [
    'an unknown parameter',
    '- { include: packs/page.yaml, as: a, severity: low, with: { status: 200, pth: / } }',
    /unknown-param: the pack declares no parameter "pth"/,
  ],
  [
    'a value of another type',
    '- { include: packs/page.yaml, as: a, severity: low, with: { status: ok } }',
    /param-type: the parameter status wants a whole number/,
  ],
  [
    'a missing parameter',
    '- { include: packs/page.yaml, as: a, severity: low }',
    /missing-key: the pack wants a value for its parameter status/,
  ],
  [
    'a secret for a parameter',
    '- { include: packs/page.yaml, as: a, severity: low, with: { status: 200, path: "${secrets.x}" } }',
    /secrets/,
  ],
  [
    'a look of the checklist for a parameter',
    '- { include: packs/page.yaml, as: a, severity: low, with: { status: 200, path: "${looks.x.body}" } }',
    /looks/,
  ],
  [
    'an id that the pack does not have',
    '- { include: packs/page.yaml, as: a, severity: low, with: { status: 200 }, items: [{ include: answer, lines: 1 }] }',
    /unknown-item: the pack has no item "answer"/,
  ],
  [
    'a key that may not be changed',
    '- { include: packs/page.yaml, as: a, severity: low, with: { status: 200 }, items: [{ include: answers, expect: "status == 1" }] }',
    /unknown-key/,
  ],
  [
    'one item twice',
    '- { include: packs/page.yaml, as: a, severity: low, with: { status: 200 }, items: [{ include: text, lines: 1 }, { include: text, lines: 2 }] }',
    /duplicate-id: "text" stands here twice/,
  ],
  [
    'one prefix twice',
    '- { include: packs/page.yaml, as: a, severity: low, with: { status: 200 } }\n- { include: packs/page.yaml, as: a, severity: low, with: { status: 200 } }',
    /duplicate-id: a pack is included as "a" twice/,
  ],
  [
    'items to which nothing gives a severity',
    '- { include: packs/page.yaml, as: a, with: { status: 200 } }',
    /^list\.yaml:\d+: missing-key: .* of the pack ha(?:s|ve) no severity, and the include gives none/,
  ],
])('reports %s', async (_, items, wanted) => {
  expect((await problems(items)).filter((problem) => wanted.test(problem))).toHaveLength(1)
})

it('refuses a pack in a pack, and reports a mistake in a pack once however often it is included', async () => {
  const nested = PACK.replace(/items:\n/, 'items:\n  - { include: packs/page.yaml, as: b }\n')
  const twice = ['a', 'b'].map((as) => `- { include: packs/page.yaml, as: ${as}, severity: low, with: { status: 200 } }`).join('\n')
  const found = await problems(twice, { 'packs/page.yaml': nested })
  expect(found).toEqual([expect.stringMatching(/^packs\/page\.yaml:12: include-nested/)])
})
