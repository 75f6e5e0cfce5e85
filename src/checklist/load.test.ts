import { Ajv } from 'ajv'
import { expect, it } from 'vitest'
import { readDocument } from '../document/document.ts'
import { loadChecklist } from './load.ts'
import type { LoadOptions } from './load.ts'
import type { Checklist } from './model.ts'
import { dependencies } from './reads.ts'
import { checklistJsonSchema } from './schema.ts'

const EXAMPLE = `readiness: 1
id: event-deletion
title: "Production readiness: event deletion"
source: document.txt
owner: backend
gate: { critical: 100%, high: 80% }
sign-off: [Technical Lead, { role: Security Review, refs: [a.1] }]
params:
  event: { type: string, description: A disposable event }
  minRequests: { type: int, default: 100, description: Requests in the window }
looks:
  topology: { probe: topology, with: { path: /health, instance: json.instance_id, samples: 50 } }
  store:    { probe: redis }
  deletion:
    effect: destructive
    touches: { deletion: 1 }
    steps:
      - id: intent
        with: { method: POST, path: "/api/events/\${params.event}/delete-intent-token" }
        save: { token: json.token }
      - id: race
        copies: 2
        with: { method: DELETE, path: "/api/events/\${params.event}", headers: { X-Delete-Intent-Token: "\${saved.token}" }, connection: fresh }
      - id: audit
        with: { path: /audit }
        until: "json.lines.size() >= 3"
        within: 20s
    finally:
      - { id: gone, with: { method: DELETE, path: "/api/events/\${params.event}" } }
facts:
  several: "facts.multi && looks.store.ping == 'PONG'"
  multi: "looks.topology.instances.size() > 1"
sections:
  - title: Verify deployment topology
    items:
      - id: topology.safe
        title: One instance, or a replay store that all instances share
        severity: critical
        refs: [topology.single-or-redis]
        lines: 11-49
        expect: "!facts.multi || (looks.store.ping == 'PONG' && looks.store.authRequired)"
        why: An in-memory store blocks a replay only on the instance that saw the first use.
      - id: tokens.replay
        title: A delete token works exactly once
        severity: critical
        look: deletion
        needs: topology.safe
        enough: "steps.intent.status == 200"
        expect:
          - "steps.race.exists_one(r, r.status == 200)"
          - "steps.race.exists_one(r, r.status == 400 && r.json.detail.contains('already used'))"
  - title: After
    phase: post-deploy
    items:
      - id: metrics.quiet
        title: Nothing was refused
        severity: high
        probe: prometheus
        with: { queries: { total: "sum(a)", refused: "sum(b)" } }
        enough: "queries.total.value >= double(params.minRequests)"
        expect: "queries.refused.value == 0.0"
        retry: 2
        timeout: 30s
      - id: stakeholders.informed
        title: Stakeholders know
        severity: high
        attest: { role: Product Owner, evidence: required, valid: 30d }
      - id: either
        title: One of two
        severity: high
        any:
          - topology.safe
          - { id: either.inner, title: Inner, probe: http, with: { path: /x }, expect: status == 200, eventually: 30s }
`

const bytes = (text: string) => new TextEncoder().encode(text)

async function load(text: string, options?: LoadOptions): Promise<Checklist> {
  const loaded = await loadChecklist('c.yaml', bytes(text), options)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, undefined, 1))
  return loaded.value
}

it('loads the example without a problem or a warning', async () => {
  expect(await loadChecklist('c.yaml', bytes(EXAMPLE))).toMatchObject({ ok: true, warnings: [] })
})

it('has everything compiled and every default filled in', async () => {
  const checklist = await load(EXAMPLE)
  expect(checklist.gate.map(({ severity, atLeast }) => [severity, atLeast])).toEqual([
    ['critical', 100],
    ['high', 80],
  ])
  expect(checklist.signOff).toEqual([
    { role: 'Technical Lead', refs: [] },
    { role: 'Security Review', refs: ['a.1'] },
  ])
  expect(checklist.facts.map(({ name }) => name)).toEqual(['multi', 'several'])
  expect([...checklist.looks.keys()]).toEqual(['topology', 'store', 'deletion', 'item:metrics.quiet', 'item:either.inner'])
  expect(checklist.items.get('tokens.replay')).toMatchObject({
    phase: 'pre-deploy',
    needs: ['topology.safe'],
    waivable: true,
    body: { kind: 'look', look: 'deletion' },
  })
  expect(checklist.items.get('metrics.quiet')).toMatchObject({
    phase: 'post-deploy',
    place: { line: EXAMPLE.split('\n').findIndex((line) => line.includes('id: metrics.quiet')) + 1, column: 13 },
  })
  expect(checklist.looks.get('item:metrics.quiet')).toMatchObject({ retry: 2, timeoutMs: 30_000, effect: 'read', named: false })
  expect(checklist.items.get('stakeholders.informed')).toMatchObject({
    body: { kind: 'attest' },
    attest: { role: 'Product Owner', evidence: 'required', validMs: 30 * 86_400_000 },
  })
})

it('gives children severity and phase of their parent', async () => {
  const checklist = await load(EXAMPLE)
  expect(checklist.items.get('either.inner')).toMatchObject({ severity: 'high', phase: 'post-deploy', eventuallyMs: 30_000 })
  expect(checklist.items.get('either')?.body).toMatchObject({
    kind: 'children',
    mode: 'any',
    children: [{ kind: 'ref', id: 'topology.safe' }, { kind: 'item' }],
  })
  expect(checklist.sections.flatMap(({ items }) => items).map(({ id }) => id)).not.toContain('either.inner')
})

it('knows what items, facts and looks wait for', async () => {
  const checklist = await load(EXAMPLE)
  const of = (id: string) => {
    const item = checklist.items.get(id)
    return item && dependencies(item, checklist)
  }
  expect(of('topology.safe')).toEqual({ looks: ['store'], facts: ['multi'] })
  expect(of('tokens.replay')).toEqual({ looks: ['deletion'], facts: [] })
  expect(of('metrics.quiet')).toEqual({ looks: ['item:metrics.quiet'], facts: [] })
  const [multi, several] = checklist.facts
  expect(multi && dependencies(multi, checklist)).toEqual({ looks: ['topology'], facts: [] })
  expect(several && dependencies(several, checklist)).toEqual({ looks: ['store'], facts: ['multi'] })
})

it('changes the digest of an item with its title and its expectations, and with nothing else', async () => {
  const digest = async (from: string, to: string) => (await load(EXAMPLE.replace(from, to))).items.get('tokens.replay')?.digest
  const before = await digest('', '')
  expect(before).toMatch(/^[0-9a-f]{16}$/)
  expect(await digest('A delete token works exactly once', 'A token works once')).not.toBe(before)
  expect(await digest('r.status == 400', 'r.status == 410')).not.toBe(before)
  expect(await digest('why: An in-memory', 'why: Each in-memory')).toBe(before)
})

it('asks all of every severity that occurs when there is no gate', async () => {
  const { gate } = await load(EXAMPLE.replace('gate: { critical: 100%, high: 80% }\n', ''))
  expect(gate.map(({ severity, atLeast }) => [severity, atLeast])).toEqual([
    ['critical', 100],
    ['high', 100],
  ])
})

it('reads the long form of the gate', async () => {
  const long =
    'gate:\n  - { severity: high, at-least: 60%, report-only: true, phases: [staging], refs: [g.1] }\n  - { severity: critical, at-least: 100%, empty: ok }\n  - { severity: high, at-least: 50% }\n'
  const { gate } = await load(EXAMPLE.replace('gate: { critical: 100%, high: 80% }\n', long))
  expect(gate).toMatchObject([
    { severity: 'critical', atLeast: 100, emptyOk: true, reportOnly: false },
    { severity: 'high', atLeast: 60, reportOnly: true, phases: ['staging'], refs: ['g.1'], place: { line: 7 } },
    { severity: 'high', atLeast: 50, reportOnly: false },
  ])
})

it('takes any secret and variable when the environments are not known, else the known ones', async () => {
  const text = EXAMPLE.replace('path: /x', 'path: "/${env.BRANCH}", headers: { A: "${secrets.anything}" }')
  await expect(load(text)).resolves.toBeDefined()
  await expect(load(text, { secretNames: ['anything'], environmentNames: ['BRANCH'] })).resolves.toBeDefined()
  await expect(load(text, { secretNames: ['other'] })).rejects.toThrow('no-such-key')
  await expect(load(text, { environmentNames: [] })).rejects.toThrow('no-such-key')
})

it('publishes a JSON schema that takes the example and refuses a misspelt key', () => {
  const ajv = new Ajv({ allowUnionTypes: true, strict: false, validateFormats: false })
  const validate = ajv.compile(checklistJsonSchema())
  const example = (text: string) => {
    const read = readDocument('c.yaml', bytes(text))
    return read.ok ? read.value.value : undefined
  }
  expect(validate(example(EXAMPLE))).toBe(true)
  expect(validate(example(EXAMPLE.replace('within: 20s', 'witin: 20s')))).toBe(false)
  expect(validate(example(EXAMPLE.replace('severity: high', 'sevrity: high')))).toBe(false)
})

it('loads a thousand items within seconds', async () => {
  const item = (i: number) =>
    `      - id: item.n${i}\n        title: Item number ${i}\n        severity: high\n        probe: http\n        with: { path: "/api/\${run.id}/${i}" }\n        expect: ["status == 200", "headers['content-type'].contains('json')"]\n`
  const text = `readiness: 1\nid: big\ntitle: Big\nsections:\n  - title: S\n    items:\n${Array.from({ length: 1000 }, (_, i) => item(i)).join('')}`
  const started = performance.now()
  expect((await load(text)).items.size).toBe(1000)
  expect(performance.now() - started).toBeLessThan(20_000)
})
