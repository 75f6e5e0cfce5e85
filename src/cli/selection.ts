import type { Checklist } from '../checklist/model.ts'
import type { Environment } from '../config/model.ts'
import { nearest } from '../core/nearest.ts'
import type { Loaded, Problem } from '../core/problem.ts'
import { SEVERITIES, type Severity } from '../core/severity.ts'
import type { Choice } from '../engine/bind.ts'
import { withChildren, type Selection } from '../engine/select.ts'
import { readRun } from './run-file.ts'
import { usage } from './say.ts'
import type { Terminal } from './terminal.ts'

export interface SelectionOptions {
  readonly env?: string
  readonly phase?: readonly string[]
  readonly param?: readonly string[]
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly severity?: readonly string[]
  readonly tag?: readonly string[]
  readonly failed?: string
}

/** What the flags choose: phases, parameters and items; every mistake is a problem. */
export async function choiceOf(
  options: SelectionOptions,
  environment: Environment,
  checklists: readonly Checklist[],
  terminal: Terminal,
): Promise<Loaded<Choice>> {
  const problems: Problem[] = []
  const params = new Map<string, string>()
  for (const text of options.param ?? []) {
    const at = text.indexOf('=')
    if (at < 1) problems.push(usage(`--param wants name=value; came "${text}"`))
    else params.set(text.slice(0, at), text.slice(at + 1))
  }
  const failed = options.failed === undefined ? undefined : await notPassed(options.failed, terminal, problems)
  const names = checklists.flatMap(({ items }) => [...items.values()].flatMap(({ id, refs }) => [id, ...refs]))
  const only = await matcher('--only', options.only, names, problems)
  const skip = await matcher('--skip', options.skip, names, problems)
  const severities = severitiesOf(options.severity, problems)
  if (problems.length > 0) return { ok: false, problems }
  const tags = options.tag ? new Set(options.tag) : undefined
  const selection: Selection = {
    ...(only ? { only: insideToo(only, checklists) } : {}),
    ...(skip ? { skip } : {}),
    ...(severities ? { severities } : {}),
    ...(tags ? { tags } : {}),
    ...(failed ? { failed } : {}),
  }
  const partial = partialText(options)
  // Naming an item selects it whatever its phase: the phases follow the items.
  const asked = options.phase ?? environment.phases
  const phases = options.phase === undefined && only ? phasesOf(selection, checklists) : asked
  return { ok: true, warnings: [], value: { phases, asked, params, selection, ...(partial === undefined ? {} : { partial }) } }
}

async function matcher(
  flag: string,
  globs: readonly string[] | undefined,
  names: readonly string[],
  problems: Problem[],
): Promise<((id: string) => boolean) | undefined> {
  if (!globs) return undefined
  const { globMatcher } = await import('../core/glob.ts')
  const matches = globs.map((glob) => ({ glob, match: globMatcher(glob) }))
  for (const { glob, match } of matches) {
    if (names.some((name) => match(name))) continue
    const near = nearest(glob, names)
    problems.push(
      usage(
        `${flag} ${glob} matches no item and no requirement id`,
        near === undefined ? 'readiness list --parts shows them' : `did you mean ${near}?`,
      ),
    )
  }
  return (id) => matches.some(({ match }) => match(id))
}

/** An item is also meant when one of its children is. */
function insideToo(match: (id: string) => boolean, checklists: readonly Checklist[]): (id: string) => boolean {
  const parents = new Set(
    checklists.flatMap(({ sections }) =>
      sections.flatMap(({ items }) =>
        items.filter((item) => withChildren(item).some(({ id, refs }) => [id, ...refs].some(match))).map(({ id }) => id),
      ),
    ),
  )
  return (id) => match(id) || parents.has(id)
}

function phasesOf({ only }: Selection, checklists: readonly Checklist[]): string[] {
  const items = checklists.flatMap(({ sections }) => sections.flatMap((section) => section.items))
  return [...new Set(items.filter(({ id, refs }) => [id, ...refs].some((name) => only?.(name))).map(({ phase }) => phase))]
}

function severitiesOf(names: readonly string[] | undefined, problems: Problem[]): ReadonlySet<Severity> | undefined {
  if (!names) return undefined
  const isSeverity = (name: string): name is Severity => (SEVERITIES as readonly string[]).includes(name)
  for (const name of names)
    if (!isSeverity(name)) problems.push(usage(`there is no severity ${name}`, `severities: ${SEVERITIES.join(', ')}`))
  return new Set(names.filter(isSeverity))
}

async function notPassed(file: string, terminal: Terminal, problems: Problem[]): Promise<ReadonlySet<string>> {
  const run = await readRun(file, terminal)
  if (!run.ok) {
    problems.push(...run.problems)
    return new Set()
  }
  return new Set(
    run.value.report.sections.flatMap(({ items }) =>
      items.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown').map(({ id }) => id),
    ),
  )
}

function partialText({ only, skip, severity, tag, failed }: SelectionOptions): string | undefined {
  const parts = [
    ...(only ?? []).map((one) => `--only ${one}`),
    ...(skip ?? []).map((one) => `--skip ${one}`),
    ...(severity ?? []).map((one) => `--severity ${one}`),
    ...(tag ?? []).map((one) => `--tag ${one}`),
    ...(failed === undefined ? [] : [`--failed ${failed}`]),
  ]
  return parts.length > 0 ? parts.join(' ') : undefined
}
