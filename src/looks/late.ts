import type { Path } from '../core/unread.ts'
import { resultSchema } from '../expression/index.ts'
import { complain } from './desk.ts'
import type { Late, LateTime, TemplateTree } from './model.ts'
import { compileTree } from './tree.ts'
import type { LookDesk } from './use-probe.ts'

/** Whether a text of the document is one that only parameters complete. */
export const isLate = (value: unknown): value is string => typeof value === 'string' && value.includes('${')

/** A duration as it is known at load, milliseconds; nothing for one that parameters complete. */
export const known = (value: number | string | undefined): number | undefined => (typeof value === 'number' ? value : undefined)

/** The keys of a look, step or item that may hold a duration, and where the model keeps its milliseconds. */
export const TIMES = {
  timeout: 'timeoutMs',
  within: 'withinMs',
  wait: 'waitMs',
  spacing: 'spacingMs',
  eventually: 'eventuallyMs',
  throughout: 'throughoutMs',
} as const

/**
 * What of a look, step or item waits for the parameters: durations, the target, labels of limits. They are completed
 * before anything is sent, so nothing but `params` may stand in them; whatever else does is reported.
 */
export function lateOf(desk: LookDesk, path: Path, raw: Readonly<Record<string, unknown>>): Late[] {
  const times = (Object.keys(TIMES) as LateTime[]).flatMap((key): Late[] => {
    const value = isLate(raw[key]) && compileText(desk, [...path, key], raw[key])
    return value ? [{ kind: 'time', key, value, place: desk.document.place([...path, key]) }] : []
  })
  const target = isLate(raw['target']) && compileText(desk, [...path, 'target'], raw['target'])
  return [
    ...times,
    ...(target ? [{ kind: 'target' as const, value: target, place: desk.document.place([...path, 'target']) }] : []),
    ...labels(desk, [...path, 'touches'], raw['touches']),
  ]
}

/** The labels of `touches` that are known at load. */
export function knownTouches(touches: Readonly<Record<string, number | 'all'>> = {}): Readonly<Record<string, number | 'all'>> {
  return Object.fromEntries(Object.entries(touches).filter(([label]) => !isLate(label)))
}

function labels(desk: LookDesk, path: Path, touches: unknown): Late[] {
  return Object.entries((touches ?? {}) as Record<string, number | 'all'>).flatMap(([label, used]): Late[] => {
    const value = isLate(label) && compileText(desk, [...path, label], label, 'key')
    return value ? [{ kind: 'label', used, value, place: desk.document.place([...path, label], 'key') }] : []
  })
}

/** A text over the parameters alone; one that would give something else than text is reported like one that is wrong. */
function compileText(desk: LookDesk, path: Path, text: string, part: 'key' | 'value' = 'value'): TemplateTree | undefined {
  const tree = compileTree(desk.scopes.params(), desk.document, part === 'key' ? path.slice(0, -1) : path, text)
  if (Array.isArray(tree)) {
    for (const problem of tree) desk.report({ ...problem, ...(part === 'key' && { place: desk.document.place(path, 'key') }) })
    return undefined
  }
  const [only] = tree.kind === 'template' && tree.template.parts.length === 1 ? tree.template.programs : []
  const type = only && resultSchema(only)['type']
  if (type === undefined || type === 'string') return tree
  return void complain(
    desk,
    path,
    'wrong-type',
    `wants text; the expression gives ${String(type)}`,
    'put the rest of the text around it, for example "${params.seconds}s"',
    part,
  )
}
