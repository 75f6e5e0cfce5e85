import { expect, it } from 'vitest'
import type { Path, Unread } from '../core/unread.ts'
import { judge } from './sample.ts'

function gap(...path: Path): Unread {
  return { path, reason: 'unauthorized', detail: `${path.join('.')} was forbidden` }
}

it.each<[string, Path]>([
  ['status == 200', ['status']],
  ['!(status == 200)', ['status']],
  ['has(status)', ['status']],
  ['!has(server)', ['server']],
  ['status == 200', []],
  ['looks.workload.maxReplicas > 1', ['looks', 'workload', 'maxReplicas']],
  ['looks.workload.maxReplicas > 1', ['looks', 'workload']],
  ['looks.workload.maxReplicas > 1', ['looks']],
  ['has(looks.workload)', ['looks', 'workload']],
  ['looks.topology.seen > 3 || looks.workload.maxReplicas > 1', ['looks', 'workload', 'maxReplicas']],
  ['looks.workload.maxReplicas > 1 || looks.topology.seen > 3', ['looks', 'workload', 'maxReplicas']],
  ['looks.workload.maxReplicas > 1 ? true : true', ['looks', 'workload', 'maxReplicas']],
  ['json == null', ['json']],
  ['json.a == 1', ['json']],
  ['json.a.b == "xyz"', ['json', 'a']],
  ['json.a.b == "xyz"', ['json', 'a', 'b']],
  ['has(json.a.b)', ['json', 'a', 'b']],
  ['has(json.zip)', ['json', 'zip']],
  ['json.zip.zap == 1', ['json', 'zip', 'zap']],
  ['json.n == 3', ['json', 'n', 'below']],
  ['json.items.all(i, i.q > 0)', ['json', 'items', 1, 'q']],
  ['json.items.exists(i, i.q > 5)', ['json', 'items', 1]],
  ['steps.race.exists_one(r, r.status == 200)', ['steps', 'race', 1, 'status']],
  ['steps.race.exists(r, r.json.id == 8)', ['steps', 'race', 1, 'json']],
  ['steps.race.all(r, r.status < 500)', ['steps', 'race', 1]],
  ['steps.race.all(r, r.status < 500)', ['steps', 'race', 5]],
  ['steps.race[1].json.detail == ""', ['steps', 'race', 1, 'json']],
  ['steps.first.header("X-A") == "1"', ['steps', 'first', 'headers']],
  ['header("X-A") == "1"', ['headers', 'x-a']],
  ['"x-b" in headers', ['headers', 'x-b']],
  ['headers.size() == 2', ['headers', 'x-b']],
  ['size(json.a) == 1', ['json', 'a', 'more']],
  ['headers.exists(k, k == "x-b")', ['headers', 'x-b']],
  ['json.a != {"b": "xyz", "c": "d"}', ['json', 'a', 'more']],
  ['pods.all(p, p.restarts > 0)', ['pods']],
  ['pods.filter(p, p.restarts > 9).size() == 0', ['pods']],
  ['pods.map(p, p.name).size() == 2', ['pods', 0, 'name']],
  ['byName.x.value == 1', ['byName', 'x']],
  ['faults.size() == 0', ['faults']],
  ['cel.bind(m, looks.workload.maxReplicas, m > 1)', ['looks', 'workload', 'maxReplicas']],
  ['now > timestamp("2020-01-01T00:00:00Z")', ['now']],
])('%s needs what is unread at %j', (source, path) => {
  expect(judge(source, { unread: [gap(...path)] }).result).toEqual({ kind: 'unread', reason: 'unauthorized', why: gap(...path).detail })
})

it.each<[string, Path, 'true' | 'false']>([
  ['looks.topology.seen > 1 || looks.workload.maxReplicas > 1', ['looks', 'workload', 'maxReplicas'], 'true'],
  ['looks.workload.maxReplicas > 1 || looks.topology.seen > 1', ['looks', 'workload'], 'true'],
  ['looks.topology.seen > 5 && looks.workload.maxReplicas > 1', ['looks', 'workload', 'maxReplicas'], 'false'],
  ['looks.workload.maxReplicas > 1 && looks.topology.seen > 5', ['looks', 'workload', 'maxReplicas'], 'false'],
  ['ok ? status == 200 : looks.workload.maxReplicas > 1', ['looks', 'workload'], 'true'],
  ['looks.topology.seen == 2', ['looks', 'workload'], 'true'],
  ['steps.race.exists(r, r.status == 200)', ['steps', 'race', 1], 'true'],
  ['steps.race.exists(r, r.status == 400)', ['steps', 'race', 0], 'true'],
  ['steps.race.all(r, r.status == 200)', ['steps', 'race', 0, 'status'], 'false'],
  ['steps.race.size() == 2', ['steps', 'race', 1, 'status'], 'true'],
  ['json.n == 3', ['json', 'a'], 'true'],
  ['has(json.a)', ['json', 'a', 'c'], 'true'],
  ['"x-a" in headers', ['headers', 'x-b'], 'true'],
])('%s is decided although %j is unread', (source, path, kind) => {
  expect(judge(source, { unread: [gap(...path)] }).result).toEqual({ kind })
})

it.each([
  'json.zip == 1 || looks.workload.maxReplicas > 1',
  'looks.workload.maxReplicas > 1 || json.zip == 1',
  'json.zip == 1 && looks.workload.maxReplicas > 1',
  'looks.workload.maxReplicas > 1 && json.zip == 1',
])('%s: of an absent and an unread part the unread one counts', (source) => {
  expect(judge(source, { unread: [gap('looks', 'workload')] }).result.kind).toBe('unread')
})

it('of a loop over an absent and an unread element the unread one counts, in either order', () => {
  const json = { l: [{}, { q: 1 }, {}] }
  expect(judge('json.l.all(i, i.q > 0)', { values: { json }, unread: [gap('json', 'l', 1, 'q')] }).result.kind).toBe('unread')
  expect(judge('json.l.exists(i, i.q > 5)', { values: { json }, unread: [gap('json', 'l', 2, 'q')] }).result.kind).toBe('unread')
})

it('an unread part that was absorbed does not hide that another is absent', () => {
  const unread = [gap('looks', 'workload')]
  expect(judge('(looks.workload.maxReplicas > 1 || ok) && json.zip == 1', { unread }).result.kind).toBe('absent')
})

it('an unread path counts more than a value that stands there', () => {
  expect(judge('status == 200', { values: { status: 200 }, unread: [gap('status')] }).result.kind).toBe('unread')
})

it('an unread path outside of what is declared or read changes nothing', () => {
  expect(judge('status == 200', { unread: [gap('nowhere'), gap('looks', 'nowhere'), gap('json')] }).result).toEqual({ kind: 'true' })
})

it('what surrounds an unread part is shown with a mark in its place', () => {
  const { values } = judge('json.a.size() == 5 || json.zip == 1', { unread: [gap('json', 'l')] })
  expect(values.find(({ text }) => text === 'json')?.value).toContain('"l": (unread)')
})
