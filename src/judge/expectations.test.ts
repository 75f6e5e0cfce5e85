import { expect, it } from 'vitest'
import type { Unread } from '../core/unread.ts'
import { compile, createScope, type Program } from '../expression/index.ts'
import { holds, judge } from './expectations.ts'

const scope = createScope({
  status: { type: 'integer' },
  count: { type: 'integer' },
  json: {},
  lines: { type: 'array', items: { type: 'object', properties: { text: { type: 'string' } } } },
})
const program = (text: string, kind: 'bool' | 'any' = 'bool'): Program => {
  const compiled = compile(scope, text, kind)
  if (compiled.kind === 'problem') throw new Error(compiled.message)
  return compiled
}
const wanting = (texts: string[] = []) => texts.map((text) => ({ program: program(text) }))
const judged = (
  wanted: { enough?: string[]; expect?: string[]; warn?: string[] },
  values: Record<string, unknown>,
  unread: Unread[] = [],
) => judge({ enough: wanting(wanted.enough), expect: wanting(wanted.expect), warn: wanting(wanted.warn) }, { values, unread })

it('a finding has its sentence, and what is to be shown in the place of the values that decided', () => {
  const wanted = { program: program('status == 200'), message: 'It answers' }
  const show = [
    { label: 'answer', program: program('status > 400') },
    { label: 'lines', program: program('lines.size() > 0') },
    { label: 'text', program: program('json.text', 'any') },
    { label: 'time in ms', program: program('json.ms', 'any') },
    { label: 'hosts', program: program('json.hosts', 'any') },
  ]
  const { findings } = judge(
    { enough: [], expect: [{ ...wanted, show }, wanted], warn: [] },
    { values: { status: 503, json: { text: 'down', ms: 169.528412300001, hosts: [] } } },
  )
  const shown = [
    { label: 'answer', value: 'true' },
    { label: 'text', value: 'down' },
    { label: 'time in ms', value: '169.528' },
    { label: 'hosts', value: 'none' },
  ]
  const values = [{ text: 'status', value: '503' }]
  expect(findings).toEqual([
    { role: 'expect', text: 'status == 200', message: 'It answers', result: 'false', values, shown },
    { role: 'expect', text: 'status == 200', message: 'It answers', result: 'false', values },
  ])
})

it('of a field that is not there only what is shown tells, where something is', () => {
  const wanted = { program: program('json.id == 1'), message: 'It has an id' }
  const show = [{ label: 'id', program: program("has(json.id) ? 'set' : 'none'", 'any') }]
  const { findings } = judge({ enough: [], expect: [{ ...wanted, show }, wanted], warn: [] }, { values: { json: {} } })
  expect(findings).toMatchObject([{ result: 'absent', shown: [{ label: 'id', value: 'none' }] }, { detail: 'json.id is not there' }])
  expect(findings[0]).not.toHaveProperty('detail')
})

it('what is to be shown is withheld like every value', () => {
  const wanted = { program: program('status == 200'), message: 'It answers', show: [{ label: 'answer', program: program('status > 400') }] }
  const { findings } = judge({ enough: [], expect: [wanted], warn: [] }, { values: { status: 503 }, withheld: ['secrets.pin'] })
  expect(findings[0]?.shown).toEqual([{ label: 'answer', value: expect.stringContaining('[withheld: secrets.pin') }])
})

const gone: Unread = { path: ['count'], reason: 'unauthorized', detail: 'forbidden' }

it('passes when everything holds, and shows a finding for each', () => {
  const { outcome, findings } = judged({ enough: ['count > 0'], expect: ['status == 200'], warn: ['count > 5'] }, { status: 200, count: 3 })
  expect(outcome).toBe('pass')
  expect(findings.map(({ role, result }) => `${role} ${result}`)).toEqual(['enough true', 'expect true', 'warn false'])
})

it('shows a short number beside what is withheld where it can be no secret', () => {
  const context = { values: { status: 503, count: 4711, lines: [{ text: 'a' }] }, withheld: ['secrets.word'] }
  const shown = (showsNumbers: boolean) =>
    holds('when', { program: program("status == 200 || count == 1 || lines[0].text == 'b'") }, { ...context, showsNumbers })
      .finding.values.filter(({ value }) => !value.startsWith('[withheld'))
      .map(({ text, value }) => `${text} = ${value}`)
  expect(shown(true)).toEqual(['status = 503'])
  expect(shown(false)).toEqual([])
})

it.each([
  ['false', { status: 200, count: 0 }],
  ['absent', { status: 200 }],
] as const)('asks enough before anything else: %s is insufficient, even when an expectation fails', (result, values) => {
  const { outcome, unknown, findings } = judged({ enough: ['count > 0'], expect: ['status == 500'] }, values)
  expect({ outcome, reason: unknown?.reason }).toEqual({ outcome: 'unknown', reason: 'insufficient' })
  expect(unknown?.detail).toContain('wanted count > 0')
  expect(findings.map((finding) => `${finding.role} ${finding.result}`)).toEqual([`enough ${result}`])
})

it('keeps the reason of an unread enough', () => {
  expect(judged({ enough: ['count > 0'], expect: ['status == 500'] }, { status: 200 }, [gone])).toMatchObject({
    outcome: 'unknown',
    unknown: { reason: 'unauthorized', detail: 'forbidden' },
  })
})

it.each([
  ['false', 'status == 500', { status: 200 }],
  ['absent', 'json.id == 1', { status: 200, json: {} }],
  ['mismatch', "json.n != '3'", { status: 200, json: { n: 3 } }],
] as const)('an expectation that is %s fails, whatever else is unread', (result, text, values) => {
  const { outcome, unknown, findings } = judged({ expect: ['count > 1', text] }, values, [gone])
  expect({ outcome, unknown }).toEqual({ outcome: 'fail', unknown: undefined })
  expect(findings.map((finding) => finding.result)).toEqual(['unread', result])
})

it('is unknown with the reason of the unread part when nothing fails', () => {
  expect(judged({ expect: ['status == 200', 'count > 1'] }, { status: 200 }, [gone])).toMatchObject({
    outcome: 'unknown',
    unknown: { reason: 'unauthorized' },
  })
})

it('is decided without the unread part where the rest decides', () => {
  expect(judged({ expect: ['status == 200 || count > 1'] }, { status: 200 }, [gone]).outcome).toBe('pass')
  expect(judged({ expect: ['status == 500 && count > 1'] }, { status: 200 }, [gone]).outcome).toBe('fail')
})

it('does not pass over an empty list', () => {
  expect(judged({ expect: ["lines.all(l, l.text == 'ok')"] }, { lines: [] })).toMatchObject({
    outcome: 'unknown',
    unknown: { reason: 'insufficient' },
  })
  expect(judged({ expect: ["lines.size() == 0 || lines.all(l, l.text == 'ok')"] }, { lines: [] }).outcome).toBe('pass')
  expect(judged({ expect: ["lines.exists(l, l.text == 'ok')"] }, { lines: [] }).outcome).toBe('fail')
})

it('an empty list does not hide a failure beside it', () => {
  expect(judged({ expect: ["lines.all(l, l.text == 'ok')", 'status == 500'] }, { lines: [], status: 200 }).outcome).toBe('fail')
})

it('a warning never counts', () => {
  expect(judged({ expect: ['status == 200'], warn: ['count > 1', 'json.x'] }, { status: 200, json: {} }, [gone]).outcome).toBe('pass')
})

it('is never a pass when nothing is expected', () => {
  expect(judged({ enough: ['status == 200'] }, { status: 200 })).toMatchObject({ outcome: 'unknown', unknown: { reason: 'internal' } })
})

it.each([
  ['true', { status: 200 }, [], true],
  ['false', { status: 500 }, [], false],
  ['absent', {}, [], { reason: 'malformed' }],
  ['unread', {}, [{ path: ['status'], reason: 'timeout', detail: 'slow' }], { reason: 'timeout', detail: 'slow' }],
] as const)('a condition that is %s is told as that', (_, values, unread, wanted) => {
  const { holds: answer } = holds('when', { program: program('status == 200') }, { values, unread })
  if (typeof wanted === 'boolean') expect(answer).toBe(wanted)
  else expect(answer).toMatchObject(wanted)
})
