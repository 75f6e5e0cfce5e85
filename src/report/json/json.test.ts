import { Ajv } from 'ajv'
import { expect, expectTypeOf, it } from 'vitest'
import type * as z from 'zod'
import type { Report } from '../../core/report.ts'
import { CASES, caseReport } from '../fixtures.ts'
import { renderJson } from './json.ts'
import { reportJsonSchema, type reportSchema } from './schema.ts'

type DeepReadonly<T> = T extends (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T

const validate = new Ajv({ strict: true, allErrors: true }).compile(reportJsonSchema())

it('has a schema whose type is the report', () => {
  expectTypeOf<DeepReadonly<z.infer<typeof reportSchema>>>().toEqualTypeOf<DeepReadonly<Report>>()
  const back = (parsed: z.infer<typeof reportSchema>): Report => parsed
  const forth = (report: Report): DeepReadonly<z.infer<typeof reportSchema>> => report
  expect([back, forth]).toHaveLength(2)
})

it.each(CASES)('gives what the published schema allows: $name', ({ report }) => {
  const data: unknown = JSON.parse(renderJson(report))
  validate(data)
  expect(validate.errors ?? []).toEqual([])
  expect(data).toEqual(JSON.parse(JSON.stringify(report)))
})

it('has a schema that refuses an unknown key and a missing one', () => {
  const whole = JSON.parse(renderJson(caseReport('go'))) as Record<string, unknown>
  expect(validate({ ...whole, more: 1 })).toBe(false)
  const { ledger: _ledger, ...rest } = whole
  expect(validate(rest)).toBe(false)
  expect(validate({ ...whole, verdict: 'MAYBE' })).toBe(false)
})

it('writes keys in one order, whatever the order of the report', () => {
  const report = caseReport('no-go')
  const turned = Object.fromEntries(Object.entries(report).reverse()) as unknown as Report
  expect(renderJson(turned)).toBe(renderJson(report))
})

it('describes every field', () => {
  const bare: string[] = []
  walk(reportJsonSchema(), '', bare)
  expect(bare).toEqual([])
})

it('has nothing raw that a terminal acts on', () => {
  expect(renderJson(caseReport('hostile'))).not.toMatch(/[\p{Cf}\p{Cs}\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]/u)
})

function walk(node: unknown, path: string, bare: string[]): void {
  if (typeof node !== 'object' || node === null) return
  for (const [key, value] of Object.entries((node as { properties?: Record<string, Record<string, unknown>> }).properties ?? {})) {
    if (value['description'] === undefined && value['$ref'] === undefined) bare.push(`${path}.${key}`)
  }
  for (const [key, value] of Object.entries(node)) walk(value, `${path}.${key}`, bare)
}
