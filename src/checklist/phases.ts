import { misspelt } from '../core/nearest.ts'
import { USUAL_PHASES } from '../core/phases.ts'
import type { Place } from '../core/problem.ts'
import type { Path } from '../core/unread.ts'
import type { SourceDocument } from '../document/document.ts'
import { isRecord } from '../looks/observation.ts'
import type { ChecklistDesk } from './desk.ts'
import type { GateRule, Section } from './model.ts'

/**
 * Reports phases by which items would never be judged: one that is nearly a known name is an error, one that no environment judges a
 * warning. `judged` are the phases of all environments; without it, only the first can be told.
 */
export function checkPhases(
  desk: Pick<ChecklistDesk, 'document' | 'packs' | 'report'>,
  rawSections: readonly unknown[],
  checklist: { readonly gate: readonly GateRule[]; readonly sections: readonly Section[] },
  judged: readonly string[] | undefined,
): void {
  const gated = checklist.gate.flatMap(({ phases }) => phases ?? [])
  const known = new Set([...USUAL_PHASES, ...(judged ?? []), ...gated])
  const places = new Map<string, Place[]>()
  for (const { phase, place } of writtenPhases(desk, rawSections)) places.set(phase, [...(places.get(phase) ?? []), place])
  for (const [phase, all] of places) {
    const near = misspelt(phase, known)
    if (near !== undefined) for (const place of all) desk.report(misspeltPhase(phase, near, place))
  }
  if (judged) warnUnjudged(desk, checklist.sections, judged, places, known)
}

/** A phase that is not known, but nearly. */
export const misspeltPhase = (phase: string, near: string, place?: Place) =>
  ({
    code: 'unknown-phase',
    level: 'error',
    message: `the phase ${phase} is not known`,
    hint: `did you mean ${near}? If not, an environment (under phases:) and items must both name ${phase}`,
    ...(place && { place }),
  }) as const

function warnUnjudged(
  { report }: Pick<ChecklistDesk, 'report'>,
  sections: readonly Section[],
  judged: readonly string[],
  places: ReadonlyMap<string, readonly Place[]>,
  known: ReadonlySet<string>,
): void {
  const items = sections.flatMap((section) => section.items).filter(({ phase }) => !judged.includes(phase))
  for (const phase of new Set(items.map((item) => item.phase))) {
    if (misspelt(phase, known) !== undefined) continue
    const own = items.filter((item) => item.phase === phase)
    const place = places.get(phase)?.[0] ?? own[0]?.place
    report({
      code: 'unjudged-phase',
      level: 'warning',
      message: `no environment judges the phase ${phase}: ${own.length === 1 ? '1 item is' : `${own.length} items are`} left out of every run`,
      ...(place && { place }),
      hint: `add ${phase} to phases: of an environment; only a run with --phase ${phase} judges ${own.length === 1 ? 'it' : 'them'}`,
    })
  }
}

interface Written {
  readonly phase: string
  readonly place: Place
}

/** Every phase that the checklist and its packs write, where they write it. */
function writtenPhases({ document, packs }: Pick<ChecklistDesk, 'document' | 'packs'>, sections: readonly unknown[]): Written[] {
  return [
    ...sections.flatMap((section, i) => below(document, section, ['sections', i])),
    ...[...packs.values()].flatMap((pack) => pack.raw.items.flatMap((item, i) => below(pack.document, item, ['items', i]))),
  ]
}

function below(document: SourceDocument, value: unknown, path: Path): Written[] {
  if (!isRecord(value)) return []
  const { phase } = value
  const own = typeof phase === 'string' ? [{ phase, place: document.place([...path, 'phase']) }] : []
  const parts = ['items', 'any', 'all'].flatMap((key) => {
    const list = value[key]
    return Array.isArray(list) ? list.flatMap((part, i) => below(document, part, [...path, key, i])) : []
  })
  return [...own, ...parts]
}
