import { nearest } from '../core/nearest.ts'
import type { Path } from '../core/unread.ts'
import type { Scope } from '../expression/index.ts'
import { PROBE_NAMES } from '../probes/registry.ts'
import { checkWith } from './check-with.ts'
import { complain } from './desk.ts'
import type { Desk } from './desk.ts'
import type { TemplateTree } from './model.ts'
import { isRecord } from './observation.ts'
import type { RawLook } from './schema.ts'
import type { Scopes } from './scopes.ts'
import type { Shelf } from './shelf.ts'
import { withStandIns } from './stand-ins.ts'
import { compileTree } from './tree.ts'

/** A desk with the probes and scopes that looks need. */
export interface LookDesk extends Desk {
  readonly shelf: Shelf
  readonly scopes: Scopes
}

/** The parameters of a probe, compiled and checked, and whether such a use must say its effect. */
export function usedProbe(
  desk: LookDesk,
  path: Path,
  raw: Pick<RawLook, 'with'> & { probe: string },
  scope: Scope,
): { with: TemplateTree; declares: boolean } | undefined {
  const shelved = desk.shelf.get(raw.probe)
  if (!shelved) {
    const near = nearest(raw.probe, PROBE_NAMES)
    return void complain(
      desk,
      [...path, 'probe'],
      'unknown-probe',
      `there is no probe "${raw.probe}"`,
      near ? `did you mean ${near}?` : `there are ${PROBE_NAMES.join(', ')}`,
    )
  }
  const at = [...path, 'with']
  const tree = compileTree(scope, desk.document, at, raw.with ?? {})
  if (Array.isArray(tree)) {
    tree.forEach((problem) => desk.report(problem))
    return undefined
  }
  checkWith(desk, shelved.probe, tree, at)
  const { value } = withStandIns(tree, 0)
  return { with: tree, declares: shelved.probe.effect(isRecord(value) ? value : {}) === 'declare' }
}
