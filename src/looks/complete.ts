import type { Problem } from '../core/problem.ts'
import type { Context } from '../expression/index.ts'
import { duration } from '../probes/fields.ts'
import { TIMES } from './late.ts'
import type { Late, Look, Step, TemplateTree, Touches } from './model.ts'
import { resolveTree } from './resolve.ts'
import { NAME } from './schema.ts'

/** Where a completed value is told of: "the look login", and what reports its problems. */
export interface Completing {
  /** Gives `params`, of packs too. */
  readonly context: Context
  report(problem: Problem): void
}

/** A look with the parameters' values in the places that waited for them, those of its steps too; the look itself when nothing did. */
export function completeLook(look: Look, completing: Completing): Look {
  const about = `the look ${look.id}`
  if (look.kind === 'probe') return look.late ? complete({ ...look, touches: touchesOf(look, about, completing) }, about, completing) : look
  const list = (steps: readonly Step[]) =>
    steps.some(({ late }) => late) ? steps.map((step) => complete(step, `the step ${step.id} of ${about}`, completing)) : steps
  const [steps, last] = [list(look.steps), list(look.finally)]
  if (!look.late && steps === look.steps && last === look.finally) return look
  return complete({ ...look, touches: touchesOf(look, about, completing), steps, finally: last }, about, completing)
}

/** The durations and the target of anything that has some waiting; what does not fit is reported, and its place stays as it was. */
export function complete<T extends { readonly late?: readonly Late[] }>(part: T, about: string, completing: Completing): T {
  if (!part.late) return part
  const { late, ...rest } = part
  const values = late.flatMap((one): [string, unknown][] => {
    if (one.kind === 'label') return []
    const value = one.kind === 'time' ? timeOf(one, about, completing) : targetOf(one, about, completing)
    return value === undefined ? [] : [[one.kind === 'time' ? TIMES[one.key] : 'target', value]]
  })
  return { ...rest, ...Object.fromEntries(values) } as unknown as T
}

type Of<K extends Late['kind']> = Extract<Late, { kind: K }>

function timeOf(late: Of<'time'>, about: string, completing: Completing): number | undefined {
  const text = textOf(late, `${late.key} of ${about}`, completing)
  if (text === undefined) return undefined
  const parsed = duration().safeParse(text)
  if (parsed.success) return parsed.data
  const wanted = parsed.error.issues[0]?.message ?? 'wants a duration with its unit'
  return void refuse(late, `${late.key} of ${about} ${wanted}`, completing)
}

function targetOf(late: Of<'target'>, about: string, completing: Completing): string | undefined {
  return textOf(late, `target of ${about}`, completing)
}

/** Its labels, those from parameters among them. One that comes out twice is refused: which of the two was meant cannot be told. */
function touchesOf(look: Look, about: string, completing: Completing): Touches {
  const touches = new Map(Object.entries(look.touches))
  for (const late of look.late ?? []) {
    if (late.kind !== 'label') continue
    const label = textOf(late, `touches of ${about}`, completing)
    if (label === undefined) continue
    if (!NAME.test(label)) refuse(late, `touches of ${about} wants the label of a limit, a name such as login; came "${label}"`, completing)
    else if (touches.has(label)) refuse(late, `touches of ${about} names the limit ${label} twice`, completing)
    touches.set(label, late.used)
  }
  return Object.fromEntries(touches)
}

/** A text with something in it. */
function textOf(late: Late, about: string, completing: Completing): string | undefined {
  const resolved = resolveTree(late.value, completing.context)
  if (!resolved.ok) return void refuse(late, `${about}: ${resolved.detail}`, completing)
  if (typeof resolved.value === 'string' && resolved.value.trim() !== '') return resolved.value
  return void refuse(late, `${about} wants text; came ${resolved.value === '' ? 'none' : JSON.stringify(resolved.value)}`, completing)
}

/** The problem stands where the document reads the parameter, and names it: a pack may be included many times. */
function refuse(late: Late, message: string, { report }: Completing): void {
  const names = paramsIn(late.value)
  report({
    code: 'param',
    level: 'error',
    message,
    place: late.place,
    ...(names.length > 0 && { hint: `it comes from ${names.join(' and ')}` }),
  })
}

function paramsIn(tree: TemplateTree): string[] {
  if (tree.kind !== 'template') return []
  const reads = tree.template.programs.flatMap((program) => program.reads)
  return [...new Set(reads.map((path) => path.slice(0, 2).join('.')))]
}
