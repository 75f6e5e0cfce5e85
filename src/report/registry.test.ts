import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { CASES, caseReport } from './fixtures.ts'
import { FORMATS, loadReporter, type Reporter } from './registry.ts'
import type { Style } from './style.ts'

const PLAIN: Style = { width: 80, color: 0, unicode: true, verbose: false, quiet: false }
const REPORTERS = await Promise.all(FORMATS.map(async ({ name }) => (await loadReporter(name)) as Reporter))
const PAIRS = REPORTERS.flatMap((reporter) =>
  CASES.filter((one) => one.name !== 'hostile' || reporter.name !== 'json').map((one) => ({
    format: reporter.name,
    name: one.name,
    reporter,
    report: one.report,
  })),
)

it('knows a folder for every format and a format for every folder', () => {
  const here = fileURLToPath(new URL('.', import.meta.url))
  const folders = readdirSync(here).filter((name) => statSync(join(here, name)).isDirectory() && !['goldens', 'fixtures'].includes(name))
  expect(folders.sort()).toEqual(FORMATS.map((format) => format.name).sort())
})

it('answers undefined for a format that there is not', async () => {
  expect(await loadReporter('toString')).toBeUndefined()
})

it.each(PAIRS)('renders the same bytes twice: $name as $format', ({ reporter, report }) => {
  expect(reporter.render(report, PLAIN)).toBe(reporter.render(structuredClone(report), { ...PLAIN }))
})

it.each(REPORTERS)('reads neither clock nor environment nor chance: $name', (reporter) => {
  const before = reporter.render(caseReport('no-go'), PLAIN)
  const asked: string[] = []
  const kept = { env: process.env, now: Date.now, random: Math.random }
  const watched = new Proxy(kept.env, { get: (_target, key) => void asked.push(`env ${String(key)}`) })
  let after = ''
  try {
    Object.defineProperty(process, 'env', { value: watched, configurable: true, writable: true })
    Date.now = () => asked.push('now')
    Math.random = () => asked.push('random')
    after = reporter.render(caseReport('no-go'), PLAIN)
  } finally {
    Object.defineProperty(process, 'env', { value: kept.env, configurable: true, writable: true })
    Date.now = kept.now
    Math.random = kept.random
  }
  expect(asked).toEqual([])
  expect(after).toBe(before)
})

it('has no import but core, escaping, its libraries and itself', () => {
  const here = fileURLToPath(new URL('.', import.meta.url))
  const allowed = /^(?:\.\.?\/(?!\.\.)|(?:\.\.\/)+(?:core|redaction\/escape\.ts)|zod$|chalk$|eta\/core$)/
  const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  )
  const wrong = files.flatMap((file) =>
    [...readFileSync(join(here, file), 'utf8').matchAll(/(?:\bfrom |import\()'([^'\n]+)'/g)].flatMap(([, from]) =>
      from !== undefined && !allowed.test(from) ? [`${file}: ${from}`] : [],
    ),
  )
  expect(files.length).toBeGreaterThan(20)
  expect(wrong).toEqual([])
})

it.each(PAIRS.filter(({ report, name }) => report.verdict !== 'GO' && name !== 'hostile'))(
  'never says GO alone for another verdict: $name as $format',
  ({ reporter, report }) => {
    const text = reporter.render(report, { ...PLAIN, verbose: true }).replace(/<style>.*?<\/style>/s, '')
    expect(text).toContain(report.verdict)
    expect(text).not.toMatch(/(?<!NO-)\bGO\b/)
  },
)

it.each(PAIRS.filter(({ name }) => ['partial', 'interrupted'].includes(name)))(
  'says of the run that it is $name as $format',
  ({ name, reporter, report }) => {
    expect(reporter.render(report, { ...PLAIN, quiet: true }).toLowerCase()).toContain(name)
  },
)

it.each(PAIRS.filter(({ name }) => name === 'no-go'))(
  'names what was left behind and every item that fails: $format',
  ({ reporter, report }) => {
    const text = reporter.render(report, PLAIN)
    expect(text).toContain('ev_1')
    for (const id of ['tokens.replay', 'headers.hsts', 'admin.guarded', 'db.reachable']) expect(text).toContain(id)
  },
)
