import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { CASES, type ReportCase } from './fixtures.ts'
import { FORMATS, loadReporter, type Format } from './registry.ts'
import type { Style } from './style.ts'

const FOLDER = fileURLToPath(new URL('./goldens/', import.meta.url))
const UPDATE = process.env['UPDATE_GOLDENS'] === '1'
const PLAIN: Style = { width: 80, color: 0, unicode: true, verbose: false, quiet: false }

interface Golden {
  readonly file: string
  readonly report: ReportCase
  readonly format: Format
  readonly style: Style
}

/** Styles of `pretty` beyond the plain one, by the word in the file's name. */
const STYLES: Readonly<Record<string, Partial<Style>>> = {
  'wide-colour': { width: 120, color: 1 },
  'narrow-ascii': { width: 40, unicode: false },
  verbose: { verbose: true },
  quiet: { quiet: true },
}

/** Too large to keep: the whole hostile report as data is 25 MB, a thousand items are one pattern. */
const NOT_KEPT = new Set(['hostile json', 'thousand json', 'thousand junit', 'thousand html'])

const GOLDENS: readonly Golden[] = CASES.flatMap((report) => [
  ...FORMATS.filter((format) => !NOT_KEPT.has(`${report.name} ${format.name}`)).map((format) => ({
    file: `${report.name}.${report.exitStatus}.${format.extension}`,
    report,
    format,
    style: PLAIN,
  })),
  ...(report.name === 'no-go' ? styled(report) : []),
])

it.each(GOLDENS)('renders $file byte for byte', async ({ file, report, format, style }) => {
  const text = await rendered(format, report, style)
  if (UPDATE) writeFileSync(FOLDER + file, text)
  expect(text === readFileSync(FOLDER + file, 'utf8'), `${file} differs; UPDATE_GOLDENS=1 writes it anew, then read the difference`).toBe(
    true,
  )
})

it('has no golden without a case, and none twice', () => {
  const files = GOLDENS.map((golden) => golden.file)
  expect(new Set(files).size).toBe(files.length)
  expect(existsSync(FOLDER) ? readdirSync(FOLDER).sort() : []).toEqual([...files].sort())
})

async function rendered(format: Format, report: ReportCase, style: Style): Promise<string> {
  const reporter = await loadReporter(format.name)
  return reporter?.render(report.report, style) ?? ''
}

function styled(report: ReportCase): Golden[] {
  const format = FORMATS.find((one) => one.name === 'pretty')
  if (!format) return []
  return Object.entries(STYLES).map(([word, style]) => ({
    file: `${report.name}-${word}.${report.exitStatus}.${format.extension}`,
    report,
    format,
    style: { ...PLAIN, ...style },
  }))
}
