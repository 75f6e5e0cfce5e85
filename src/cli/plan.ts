import { formatDuration } from '../core/duration.ts'
import { bind } from '../engine/bind.ts'
import { planLooks, planProofs, type PlannedLook } from '../engine/plan-text.ts'
import type { Plan } from '../engine/types.ts'
import type { Environment } from '../config/model.ts'
import { escapeControls } from '../redaction/escape.ts'
import { EXIT } from './exit.ts'
import { environmentOf, loadSources, type SourceOptions } from './load.ts'
import { misspeltNames } from './names.ts'
import { withRelease } from './release.ts'
import { count, sayProblems } from './say.ts'
import { choiceOf, type SelectionOptions } from './selection.ts'
import type { Terminal } from './terminal.ts'

export interface PlanOptions extends SourceOptions, SelectionOptions {
  readonly json?: boolean
  readonly release?: string
  readonly allowExec?: boolean
}

/** `readiness plan`: what a run would send, query and execute, the waits and the longest it may take; touches nothing. */
export async function plan(given: PlanOptions, terminal: Terminal): Promise<number> {
  const named = withRelease(given)
  if (!named.ok) return sayProblems(named.problems, terminal)
  const options = named.value
  const sources = await loadSources(options, terminal)
  if (!sources.ok) return sayProblems(sources.problems, terminal)
  const environment = environmentOf(sources.value, options.env)
  if (!environment.ok) return sayProblems(environment.problems, terminal)
  const choice = await choiceOf(options, environment.value, sources.value.checklists, terminal)
  if (!choice.ok) return sayProblems(choice.problems, terminal)
  const bound = bind(sources.value.checklists, environment.value, sources.value.config.baseDir, choice.value)
  if (!bound.ok) return sayProblems(bound.problems, terminal)
  const inPlan = bound.value.checklists.map(({ checklist }) => checklist)
  const names = await misspeltNames(inPlan, environment.value, sources.value.config.declared)
  if (names.length > 0) return sayProblems(names, terminal)
  const context = contextOf(environment.value, options.release)
  const proofs = await planProofs(bound.value, context, options.allowExec)
  const looks = await planLooks(bound.value, context, options.allowExec)
  const text = options.json
    ? JSON.stringify({ environment: environment.value.name, phases: bound.value.phases, proofs, looks }, null, 2)
    : pretty(bound.value, proofs, looks)
  await terminal.stdout.write(`${text}\n`)
  return EXIT.go
}

const contextOf = ({ name }: Environment, release: string | undefined) => ({
  values: { environment: { name }, release: release === undefined ? {} : { expected: release } },
  unread: [{ path: ['run'], reason: 'blocked' as const, detail: 'known when it runs' }],
})

function pretty({ environment, phases, checklists }: Plan, proofs: readonly PlannedLook[], looks: readonly PlannedLook[]): string {
  const items = checklists.reduce((sum, { selected }) => sum + selected.size, 0)
  const refused = looks.filter(({ allowed }) => !allowed)
  const lines = [
    `${environment.name}: ${count(items, 'item')} of ${phases.join(', ')}, ${count(shared(looks).length, 'look')}; nothing is sent by this command`,
    '',
  ]
  for (const { ids, look } of [...proofs.map((proof) => ({ ids: [proof.id], look: proof })), ...shared(looks)]) {
    lines.push(`${look.allowed ? ' ' : '!'} ${ids.join(', ')} (${look.effect}${look.allowed ? '' : `, refused: ${look.refused}`})`)
    for (const line of look.lines) lines.push(`    ${escapeControls(line)}`)
    if (look.onlyIf.length > 0) lines.push(`    only if ${look.onlyIf.join(' or ')}`)
    for (const wait of waits(look, environment)) lines.push(`    ${wait}`)
  }
  const longest = [...proofs, ...looks].filter(({ allowed }) => allowed).reduce((sum, { timeoutMs }) => sum + timeoutMs, 0)
  lines.push(
    '',
    `At the most ${formatDuration(longest)} if every look waits for its deadline, one after the other${refused.length > 0 ? `; ${count(refused.length, 'look')} refused` : ''}.`,
  )
  return lines.join('\n')
}

/** Reads that ask the same are one look in a run. */
function shared(looks: readonly PlannedLook[]): { ids: string[]; look: PlannedLook }[] {
  const groups = new Map<string, { ids: string[]; look: PlannedLook }>()
  for (const look of looks) {
    const key = look.effect === 'read' ? JSON.stringify([look.lines, look.onlyIf]) : look.id
    const group = groups.get(key)
    if (group) group.ids.push(look.id)
    else groups.set(key, { ids: [look.id], look })
  }
  return [...groups.values()]
}

function waits({ touches }: PlannedLook, { limits }: Environment): string[] {
  return Object.entries(touches).map(([label, used]) => {
    const limit = limits.get(label)
    const allows = limit ? `; the environment allows ${limit.max} per ${formatDuration(limit.perMs)}` : ''
    return used === 'all'
      ? `takes all of ${label}${limit ? `, after a wait of ${formatDuration(limit.perMs)}` : ''}${allows}`
      : `uses ${used} of ${label}${allows}`
  })
}
