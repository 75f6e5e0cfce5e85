import { appendFile } from 'node:fs/promises'
import type { Report } from '../core/report.ts'
import type { Redactor } from '../redaction/redactor.ts'
import { loadReporter } from '../report/registry.ts'
import { delivering } from './delivery.ts'
import type { Output } from './output.ts'
import type { Terminal } from './terminal.ts'

/** In GitHub Actions the annotations and the step summary come by themselves, unless they were asked for already. */
export async function onGitHub(
  report: Report,
  outputs: readonly Output[],
  redactor: Redactor | undefined,
  terminal: Terminal,
): Promise<void> {
  if (terminal.env.GITHUB_ACTIONS !== 'true') return
  const style = { width: 100, color: 0 as const, unicode: true, verbose: false, quiet: false }
  const render = async (name: string) => {
    const text = (await loadReporter(name))?.render(report, style) ?? ''
    return redactor ? redactor.redactText(text) : text
  }
  if (!outputs.some(({ format, file }) => format === 'github' && file === undefined)) await terminal.stderr.write(await render('github'))
  const summary = terminal.env.GITHUB_STEP_SUMMARY
  if (summary === undefined || summary === '') return
  const text = await render('markdown')
  await delivering('the step summary (GITHUB_STEP_SUMMARY)', summary, () => appendFile(summary, `${text}\n`))
}
