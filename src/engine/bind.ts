import type { Checklist, Param } from '../checklist/model.ts'
import type { Environment } from '../config/model.ts'
import { misspelt, nearest } from '../core/nearest.ts'
import { misfit } from '../core/param-type.ts'
import type { Loaded, Place, Problem } from '../core/problem.ts'
import { completed } from './completed.ts'
import { packParams } from './pack-params.ts'
import { select, type Selection } from './select.ts'
import type { BoundChecklist, Plan } from './types.ts'

export interface Choice {
  readonly phases: readonly string[]
  /** Phases that a run without a selection of items would judge, where they are others. */
  readonly asked?: readonly string[]
  readonly params: ReadonlyMap<string, string>
  readonly selection: Selection
  /** What was selected, as text for the report; absent for a whole run. */
  readonly partial?: string
}

/** Binds checklists to an environment: phases, parameters, selection. Nothing is sent; all problems are collected. */
export function bind(checklists: readonly Checklist[], environment: Environment, baseDir: string, choice: Choice): Loaded<Plan> {
  const problems: Problem[] = [...unknownParams(checklists, environment, choice), ...unknownPhases(checklists, choice.phases)]
  const labels: Label[] = []
  const bound = checklists.map((checklist): BoundChecklist => {
    const wrong: Problem[] = []
    const params = bindParams(checklist.params, environment, choice.params, wrong)
    // What is made from a parameter without a value would only repeat its problem.
    if (wrong.length === 0) wrong.push(...packParams(checklist, params).problems)
    const whole = wrong.length > 0 ? { checklist, problems: wrong } : completed(checklist, params)
    problems.push(...whole.problems)
    labels.push(...labelsOf(whole.checklist))
    return { checklist: whole.checklist, params, ...select(whole.checklist, new Set(choice.phases), choice.selection) }
  })
  problems.push(...misspeltLimits(labels, environment))
  if (problems.length === 0 && bound.every(({ selected }) => selected.size === 0)) {
    const what = choice.partial ?? `the phases ${choice.phases.join(', ')}`
    problems.push({
      code: 'empty-selection',
      level: 'error',
      message: `nothing to judge: no item matches ${what}`,
      hint: 'readiness list shows ids, phases, tags and severities',
    })
  }
  if (problems.length > 0) return { ok: false, problems }
  const plan = { environment, baseDir, checklists: bound, ...phasesOf(bound, choice) }
  return { ok: true, value: plan, warnings: [] }
}

/** A partial run judges the phases that have a selected item; a gate of any other would have nothing to count. */
function phasesOf(
  bound: readonly BoundChecklist[],
  { phases, asked = phases, partial }: Choice,
): Pick<Plan, 'phases' | 'partial' | 'leftOut'> {
  if (partial === undefined) return { phases }
  const chosen = new Set(bound.flatMap(({ checklist, selected }) => [...selected].flatMap((id) => checklist.items.get(id)?.phase ?? [])))
  const known = new Set(bound.flatMap(({ checklist }) => checklist.sections.flatMap(({ items }) => items.map(({ phase }) => phase))))
  const leftOut = asked.filter((phase) => known.has(phase) && !chosen.has(phase))
  return { phases: phases.filter((phase) => chosen.has(phase)), partial, ...(leftOut.length === 0 ? {} : { leftOut }) }
}

function unknownParams(checklists: readonly Checklist[], environment: Environment, choice: Choice): Problem[] {
  const names = new Set(checklists.flatMap(({ params }) => params.map(({ name }) => name)))
  const given = [
    ...[...environment.params.keys()].map((name) => ({ name, where: `the environment ${environment.name}` })),
    ...[...choice.params.keys()].map((name) => ({ name, where: '--param' })),
  ]
  return given
    .filter(({ name }) => !names.has(name))
    .map(({ name, where }) => {
      const near = nearest(name, names)
      return {
        code: 'unknown-param',
        level: 'error',
        message: `${where} sets the parameter ${name}, which no checklist declares`,
        hint: near === undefined ? `parameters: ${[...names].sort().join(', ') || 'none is declared'}` : `did you mean ${near}?`,
      }
    })
}

/** A limit that a look touches. */
interface Label {
  readonly name: string
  readonly place: Place
}

const labelsOf = ({ looks }: Checklist): Label[] =>
  [...looks.values()].flatMap(({ touches, names, place }) => Object.keys(touches).map((name) => ({ name, place: names?.touches ?? place })))

/** A label that no limit stands behind only keeps its looks apart, which is of use; one with a spelling mistake would overrun the limit that is meant. */
function misspeltLimits(labels: readonly Label[], { name: environment, limits }: Environment): Problem[] {
  const idle = [...limits.keys()].filter((limit) => labels.every(({ name }) => name !== limit))
  return labels.flatMap(({ name, place }) => {
    const near = limits.has(name) ? undefined : misspelt(name, idle)
    if (near === undefined) return []
    const message = `the look touches the limit ${name}; the environment ${environment} declares ${near}, which nothing touches`
    return [{ code: 'unknown-limit' as const, level: 'error' as const, message, place, hint: `did you mean ${near}?` }]
  })
}

function unknownPhases(checklists: readonly Checklist[], phases: readonly string[]): Problem[] {
  const known = new Set(checklists.flatMap(({ items }) => [...items.values()].map(({ phase }) => phase)))
  const explicit = phases.filter((phase) => !known.has(phase))
  // A phase without items is fine as long as another one has some: environments list the phases of all their checklists.
  if (explicit.length < phases.length) return explicit.flatMap((phase) => near(phase, known))
  return explicit.map((phase) => ({
    code: 'unknown-phase',
    level: 'error' as const,
    message: `no item is of the phase ${phase}`,
    hint: `phases here: ${[...known].join(', ')}`,
  }))
}

function near(phase: string, known: ReadonlySet<string>): Problem[] {
  const name = misspelt(phase, known)
  return name === undefined
    ? []
    : [{ code: 'unknown-phase', level: 'error', message: `no item is of the phase ${phase}`, hint: `did you mean ${name}?` }]
}

function bindParams(
  params: readonly Param[],
  environment: Environment,
  given: ReadonlyMap<string, string>,
  problems: Problem[],
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const param of params) {
    const text = given.get(param.name)
    const raw = text === undefined ? (environment.params.get(param.name) ?? param.default) : parseText(param, text)
    const wanted = misfit(param.type, raw)
    if (wanted !== undefined) {
      const came = raw === undefined && text === undefined ? 'it has no value' : `came ${JSON.stringify(text ?? raw)}`
      problems.push({
        code: 'param',
        level: 'error',
        place: param.place,
        message: `the parameter ${param.name} wants ${wanted}; ${came}`,
        hint: `give it under params: of the environment ${environment.name}, or with --param ${param.name}=...`,
      })
    } else values[param.name] = raw
  }
  return values
}

function parseText({ type }: Param, text: string): unknown {
  switch (type) {
    case 'string':
      return text
    case 'int':
      return /^-?\d+$/.test(text) ? Number(text) : undefined
    case 'double':
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined
    case 'bool':
      return { true: true, false: false }[text]
    case 'list':
      return text.split(',')
  }
}
