import { resolve } from 'node:path'
import { nearest } from '../core/nearest.ts'
import type { Loaded, Problem } from '../core/problem.ts'
import type { Report } from '../core/report.ts'
import { checkWritable, writeAtomically } from '../io/files.ts'
import type { Redactor } from '../redaction/redactor.ts'
import { FORMATS, loadReporter } from '../report/registry.ts'
import type { Style } from '../report/style.ts'
import type { Written } from './overwrites.ts'
import { delivering } from './delivery.ts'
import { usage } from './say.ts'
import type { Terminal } from './terminal.ts'

/** One report that was asked for: a format, and a file or stdout. */
export interface Output {
  readonly format: string
  readonly file?: string
}

/** Parses `-f` and every `-o format:file`; a file that cannot be written is a problem before anything is looked at. */
export async function parseOutputs(format: string, outputs: readonly string[], terminal: Terminal): Promise<Loaded<readonly Output[]>> {
  const problems: Problem[] = []
  const wanted: Output[] = [{ format }]
  for (const text of outputs) {
    const colon = text.indexOf(':')
    if (colon < 1 || colon === text.length - 1)
      problems.push(usage(`-o wants <format>:<file>; came "${text}"`, 'for example -o html:report.html'))
    else wanted.push({ format: text.slice(0, colon), file: resolve(terminal.cwd, text.slice(colon + 1)) })
  }
  for (const { format: name } of wanted) if (!FORMATS.some((one) => one.name === name)) problems.push(unknownFormat(name))
  for (const { file } of wanted) {
    if (file !== undefined) await checkWritable(file).catch((error: Error) => problems.push(usage(error.message)))
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: wanted, warnings: [] }
}

/** The files among outputs, with the options that name them. */
export const writtenBy = (outputs: readonly Output[]): Written[] =>
  outputs.flatMap(({ format, file }) => (file === undefined ? [] : [{ option: `-o ${format}`, file }]))

function unknownFormat(name: string): Problem {
  const names = FORMATS.map((one) => one.name)
  const near = nearest(name, names)
  return usage(`there is no format ${name}`, near === undefined ? `formats: ${names.join(', ')}` : `did you mean ${near}?`)
}

/**
 * Renders and delivers every report: files first, whole or not at all, then stdout. Throws when one cannot be delivered.
 * Every text passes the redactor once more on its way out.
 */
export async function deliver(
  report: Report,
  outputs: readonly Output[],
  flags: { verbose: boolean; quiet: boolean },
  redactor: Redactor | undefined,
  terminal: Terminal,
): Promise<void> {
  const masked = redactor ? redactor.redactValue(report) : report
  // The report was masked before it was rendered; this catches what only the rendering could have put together.
  const clean = (text: string) => (redactor?.covers(text) ? redactor.redactText(text) : text)
  const ordered = [...outputs].sort((a, b) => Number(a.file === undefined) - Number(b.file === undefined))
  for (const { format, file } of ordered) {
    const reporter = await loadReporter(format)
    if (!reporter) throw new Error(`no format ${format}`)
    const style: Style = {
      width: file === undefined ? terminal.stdout.columns : 100,
      color: file === undefined ? terminal.color.stdout : 0,
      unicode: file === undefined ? terminal.unicode : true,
      ...flags,
    }
    const text = clean(reporter.render(masked, style))
    if (file === undefined)
      await delivering(`the report (${format})`, 'stdout', () => terminal.stdout.write(text.endsWith('\n') ? text : `${text}\n`))
    else await delivering(`the report (${format})`, file, () => writeAtomically(file, text))
  }
}
