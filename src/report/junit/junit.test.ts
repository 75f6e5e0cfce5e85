import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import type { Style } from '../style.ts'
import { CASES, caseReport } from '../fixtures.ts'
import { renderJunit } from './junit.ts'
import { escapeXml } from './xml.ts'

const STYLE: Style = { width: 80, color: 0, unicode: true, verbose: false, quiet: false }
const XSD = readFileSync(fileURLToPath(new URL('./junit.xsd', import.meta.url)), 'utf8')

async function problems(xml: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: [{ fileName: 'report.xml', contents: xml }], schema: [XSD], maxMemoryPages: 4096 })
  return errors.map((error) => error.message)
}

it.each(CASES)('is valid against the schema of the format: $name', async ({ report }) => {
  expect(await problems(renderJunit(report, STYLE))).toEqual([])
})

it.each([
  ['a test case without a name', (xml: string) => xml.replace(/<testcase name="[^"]*"/, '<testcase')],
  ['an unknown element', (xml: string) => xml.replaceAll('failure', 'failed')],
  ['a raw control character', (xml: string) => xml.replace('Route', '\u0001Route')],
])('would be refused with %s', async (_what, spoil) => {
  const xml = renderJunit(caseReport('no-go'), STYLE)
  expect(spoil(xml)).not.toBe(xml)
  expect(await problems(spoil(xml))).not.toEqual([])
})

it.each(CASES)('counts what it contains: $name', ({ report }) => {
  const xml = renderJunit(report, STYLE)
  for (const suite of xml.matchAll(/<testsuite (.*?)>(.*?)<\/testsuite>/gs)) {
    const said = ['tests', 'failures', 'errors', 'skipped'].map((key) => Number(new RegExp(` ${key}="(\\d+)"`).exec(suite[1] ?? '')?.[1]))
    const there = ['testcase', 'failure', 'error', 'skipped'].map(
      (name) => (suite[2] ?? '').match(new RegExp(`<${name}[ >]`, 'g'))?.length ?? 0,
    )
    expect(said).toEqual(there)
  }
})

it.each(CASES)('is green only for a GO: $name', ({ report }) => {
  const gate = /<testcase name="gate" [^>]*?(\/>|>)/.exec(renderJunit(report, STYLE))
  expect(gate?.[1] === '/>').toBe(report.verdict === 'GO')
})

it('fails a test case though no item fails, when the gate is not met', () => {
  const report = caseReport('gate-empty')
  expect(report.ledger.outcomes.fail + report.ledger.outcomes.unknown).toBe(0)
  expect(renderJunit(report, STYLE)).toMatch(/<testsuites [^>]*errors="2"/)
})

it('escapes every code unit that XML cannot hold', async () => {
  const units = Array.from({ length: 0x1_00_00 }, (_, unit) => String.fromCharCode(unit)).join(' ')
  const xml = `<testsuite name="${escapeXml(units)}" tests="0">\n</testsuite>`
  expect(await problems(xml)).toEqual([])
})
