import type { Checklist, Item } from '../checklist/model.ts'
import { formatDuration } from '../core/duration.ts'
import { ASKED } from '../core/release.ts'
import type { Effect } from '../core/effect.ts'
import type { Context } from '../expression/index.ts'
import { named } from './context.ts'
import type { Look, Step, TemplateTree } from '../looks/model.ts'
import { programsIn } from '../looks/programs.ts'
import { resolveTree } from '../looks/resolve.ts'
import { loadProbe } from '../probes/registry.ts'
import { refusalBefore } from './plan-refusal.ts'
import { packParams } from './pack-params.ts'
import { looksOf } from './secrets-needed.ts'
import { withChildren } from './select.ts'
import type { Plan } from './types.ts'

/** One thing that a run would do, told without doing it. */
export interface PlannedLook {
  readonly id: string
  readonly effect: Effect
  readonly allowed: boolean
  /** Why it is not allowed. */
  readonly refused?: string
  readonly lines: readonly string[]
  /** Expressions that must hold before it is made. */
  readonly onlyIf: readonly string[]
  readonly touches: Readonly<Record<string, number | 'all'>>
  readonly items: number
  readonly timeoutMs: number
}

/** What a run of this plan would send, query and execute; touches nothing. */
export async function planLooks(plan: Plan, context: Context, allowExec = false): Promise<PlannedLook[]> {
  const planned = await Promise.all(
    plan.checklists.map(async (bound) =>
      Promise.all(
        looksOf(bound).map((look) =>
          planLook(
            look,
            withItems(look, bound.checklist),
            plan,
            { ...context, values: { ...context.values, params: bound.params, packs: packParams(bound.checklist, bound.params).values } },
            allowExec,
          ),
        ),
      ),
    ),
  )
  return planned.flat()
}

/** The looks of the environment itself, which every run makes: who the target is, and which release it runs. */
export async function planProofs(plan: Plan, context: Context, allowExec = false): Promise<PlannedLook[]> {
  const { identify, release } = plan.environment
  const proofs = [
    ...(identify ? [{ look: identify.look, times: 'once, when a run begins', count: 1 }] : []),
    ...(release ? [{ look: release.look, times: `${ASKED} times when a run begins, ${ASKED} times when it ends`, count: 2 * ASKED }] : []),
  ]
  return Promise.all(
    proofs.map(async ({ look, times, count }) => {
      const planned = await planLook(look, [], plan, context, allowExec)
      return { ...planned, lines: planned.lines.map((text) => `${text} (${times})`), timeoutMs: planned.timeoutMs * count }
    }),
  )
}

const withItems = (look: Look, checklist: Checklist): Item[] =>
  [...checklist.items.values()].filter((item) => withChildren(item).some(({ body }) => body.kind === 'look' && body.look === look.id))

async function planLook(look: Look, items: readonly Item[], plan: Plan, context: Context, allowExec: boolean): Promise<PlannedLook> {
  const conditions = items.map(({ when }) => when?.program.source)
  const uses: readonly { readonly use: Use; readonly prefix: string }[] =
    look.kind === 'probe'
      ? [{ use: look, prefix: '' }]
      : [...look.steps.map((use) => ({ use, prefix: '' })), ...look.finally.map((use) => ({ use, prefix: 'finally: ' }))]
  const described = await Promise.all(
    uses.map(({ use, prefix }) => describe(use, plan, context).then((one) => ({ ...one, text: `${prefix}${one.text}` }))),
  )
  const refused = await refusalBefore(look, plan.environment, allowExec)
  return {
    id: look.id,
    effect: look.effect,
    allowed: refused === undefined,
    ...(refused === undefined ? {} : { refused }),
    lines: described.map(({ text }) => text),
    onlyIf: conditions.length > 0 && conditions.every((one) => one !== undefined) ? [...new Set(conditions as string[])] : [],
    touches: look.touches,
    items: items.length,
    timeoutMs: described.reduce((sum, { timeoutMs }) => sum + timeoutMs, 0),
  }
}

/** What a look written in place and a step have in common. */
type Use = Pick<Step, 'probe' | 'with'> &
  Partial<Pick<Step, 'target' | 'timeoutMs' | 'waitMs' | 'withinMs' | 'copies' | 'times' | 'each' | 'until'>>

async function describe(use: Use, plan: Plan, context: Context): Promise<{ text: string; timeoutMs: number }> {
  const probe = await loadProbe(use.probe)
  if (!probe) return { text: use.probe, timeoutMs: 0 }
  const timeoutMs = (use.timeoutMs ?? probe.timeoutMs) + (use.waitMs ?? 0) + (use.withinMs ?? 0)
  const origins = plan.environment.origins
  const origin =
    probe.target?.kind === 'origin' ? (use.target === undefined ? origins.values().next().value : origins.get(use.target)) : undefined
  const times = `${timesOf(use)}${waitsOf(use)}`
  const params = probe.params.safeParse(preview(use.with, context))
  if (!params.success) return { text: `${use.probe}: ${JSON.stringify(preview(use.with, context))}${times}`, timeoutMs }
  const { summary } = probe.describe(params.data, {
    ...(origin === undefined ? {} : { origin }),
    ...(use.target === undefined ? {} : { target: use.target }),
  })
  return { text: `${summary}${times}`, timeoutMs }
}

function timesOf({ copies, times, each }: Use): string {
  if (copies !== undefined) return ` (${copies} at the same moment)`
  if (times !== undefined) return ` (${times} times)`
  return each === undefined ? '' : ` (for each of ${each.map(([row]) => row).join(', ')})`
}

function waitsOf({ until, withinMs = 0, waitMs = 0 }: Use): string {
  const before = waitMs > 0 ? `, after ${formatDuration(waitMs)}` : ''
  return until ? `${before}, again until ${until.program.source}, for at most ${formatDuration(withinMs)}` : before
}

/** Values where they are known now, the template's own text where only the run can tell. */
function preview(tree: TemplateTree, context: Context): unknown {
  switch (tree.kind) {
    case 'literal':
      return tree.value
    case 'list':
      return tree.items.map((item) => preview(item, context))
    case 'map':
      return Object.fromEntries(tree.entries.map(([key, value]) => [key, preview(value, context)]))
    case 'template': {
      const later = named(
        programsIn(tree).flatMap(({ reads }) => reads),
        'secrets',
      )
      const value = resolveTree(tree, context)
      return value.ok && later.length === 0
        ? value.value
        : tree.place.source.slice(tree.place.column - 1, tree.place.column - 1 + tree.place.length)
    }
  }
}
