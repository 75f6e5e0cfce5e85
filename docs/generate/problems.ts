import { PROBLEMS } from '../../src/core/problems.ts'
import { cell, table } from './markdown.ts'

/** docs/problems.md: every code that a problem can have. */
export function problemsPage(): string {
  const rows = Object.entries(PROBLEMS)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([code, text]) => [`\`${code}\``, cell(text)])
  return `# Problems

A mistake in a checklist, in readiness.yaml or on the command line is a problem. All problems of all files are shown in one
run, each with file, line, column, the line itself and the nearest valid name. Nothing is looked at then, and the exit status is 2.
Warnings are shown and do not stop a run. \`readiness explain <code>\` prints one line of this table.

${table(['code', 'meaning and what to do'], rows)}
`
}
