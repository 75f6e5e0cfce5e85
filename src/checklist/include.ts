import { nearest } from '../core/nearest.ts'
import { misfit } from '../core/param-type.ts'
import { SEVERITIES } from '../core/severity.ts'
import type { Path } from '../core/unread.ts'
import { fromZod } from '../document/from-zod.ts'
import { complain } from '../looks/desk.ts'
import type { TemplateTree } from '../looks/model.ts'
import { isRecord } from '../looks/observation.ts'
import { createScopes, objectOf } from '../looks/scopes.ts'
import { compileTree } from '../looks/tree.ts'
import { outside } from './desk.ts'
import type { Adjust, ChecklistDesk, Inherited } from './desk.ts'
import { openDesk } from './document.ts'
import { loadEntry } from './items.ts'
import type { Item, Param } from './model.ts'
import { warnOnlyDenies } from './only-denies.ts'
import { checkReferences, warnUnused } from './references.ts'
import { AdjustSchema, IncludeSchema } from './schema.ts'
import type { RawInclude } from './schema.ts'
import { idsIn, rememberPaths, shapeOf } from './whole.ts'

/** The items of a pack, under the prefix of this include and with what the checklist says otherwise of them. */
export function loadInclude(desk: ChecklistDesk, path: Path, value: unknown, inherited: Inherited): Item[] {
  if (desk.prefix !== undefined)
    return none(desk, [...path, 'include'], 'include-nested', 'a pack cannot include another pack', 'include both in the checklist')
  const parsed = IncludeSchema.safeParse(value)
  if (!parsed.success) {
    for (const problem of fromZod(desk.document, parsed.error, path, IncludeSchema)) desk.report(problem)
    return []
  }
  const raw = parsed.data
  const pack = desk.packs.get(raw.include)
  if (!pack) return []
  if (desk.included.has(raw.as))
    return none(desk, [...path, 'as'], 'duplicate-id', `a pack is included as "${raw.as}" twice`, 'give one of them another name')
  const known = idsIn(pack.raw.items)
  const adjust = adjustmentsOf(desk, [...path, 'items'], raw, known)
  const only = raw.only && new Set(raw.only)
  for (const id of raw.only ?? []) checkKnown(desk, [...path, 'only'], id, known)

  const paths = new Map<string, Path>()
  const { desk: own, params } = openDesk({ ...desk, document: pack.document, prefix: raw.as, adjust }, pack.raw, {})
  const place = desk.document.place(path)
  desk.included.set(raw.as, { params, with: valuesOf(desk, path, raw, params), place })
  const wanted = pack.raw.items.map((item, i) => ({ item, i, id: idOf(item) })).filter(({ id }) => !only || only.has(id))
  const light = severityOf(raw, inherited).severity ? [] : wanted.filter(({ item, id }) => lacksSeverity(item) && !adjust.get(id)?.severity)
  if (light.length > 0) {
    for (const id of known) desk.ids.set(outside(own, id), place)
    const names = light.map(({ id }) => id).join(', ')
    const message = `${names} of the pack ${light.length === 1 ? 'has' : 'have'} no severity, and the include gives none`
    return none(desk, [...path, 'include'], 'missing-key', message, `add severity: to the include; ${SEVERITIES.join(', ')}`)
  }
  const items = wanted.flatMap(({ item, i }) => {
    rememberPaths(own, item, ['items', i], paths)
    return loadEntry(own, ['items', i], item, { phase: raw.phase ?? inherited.phase, ...severityOf(raw, inherited) })
  })
  const loaded = [...paths.keys()].flatMap((id) => desk.items.get(id) ?? [])
  checkReferences(own, paths, loaded)
  const isWhole = items.length === pack.raw.items.length
  // Of a pack that ships, and of one whose items could not be loaded, there is nothing that its user could do.
  if (isWhole && /\.ya?ml$/.test(raw.include)) warnUnused(own, { looks: desk.looks, facts: desk.facts, items: desk.items })
  warnOnlyDenies(own, loaded, (item) => shapeOf(own, item))
  return items
}

const idOf = (item: unknown): string => String((item as { id?: unknown } | null)?.id)
const lacksSeverity = (item: unknown): boolean => isRecord(item) && typeof item['id'] === 'string' && item['severity'] === undefined

const severityOf = (raw: RawInclude, inherited: Inherited) => {
  const severity = raw.severity ?? inherited.severity
  return severity === undefined ? {} : { severity }
}

function adjustmentsOf(desk: ChecklistDesk, path: Path, raw: RawInclude, known: ReadonlySet<string>): Map<string, Adjust> {
  const adjust = new Map<string, Adjust>()
  for (const [i, value] of (raw.items ?? []).entries()) {
    const parsed = AdjustSchema.safeParse(value)
    if (!parsed.success) {
      for (const problem of fromZod(desk.document, parsed.error, [...path, i], AdjustSchema)) desk.report(problem)
      continue
    }
    const { include: id, ...said } = parsed.data
    checkKnown(desk, [...path, i, 'include'], id, known)
    if (adjust.has(id)) complain(desk, [...path, i, 'include'], 'duplicate-id', `"${id}" stands here twice`, 'make one of them')
    adjust.set(id, said)
  }
  return adjust
}

function checkKnown(desk: ChecklistDesk, path: Path, id: string, known: ReadonlySet<string>): void {
  if (known.has(id)) return
  const near = nearest(id, known)
  complain(
    desk,
    path,
    'unknown-item',
    `the pack has no item "${id}"`,
    near === undefined ? `it has ${[...known].join(', ')}` : `did you mean ${near}?`,
  )
}

/** What the include gives to the pack's parameters: each declared, each of its type, none missing. */
function valuesOf(desk: ChecklistDesk, path: Path, raw: RawInclude, params: readonly Param[]): Map<string, TemplateTree> {
  const scope = createScopes({ params: desk.roots['params'] ?? objectOf({}) }, { secrets: [], env: [] }).template()
  const values = new Map<string, TemplateTree>()
  for (const [name, value] of Object.entries(raw.with ?? {})) {
    const at = [...path, 'with', name]
    const param = params.find((one) => one.name === name)
    if (!param) {
      const near = nearest(
        name,
        params.map((one) => one.name),
      )
      complain(
        desk,
        at,
        'unknown-param',
        `the pack declares no parameter "${name}"`,
        near === undefined ? `it has ${params.map((one) => one.name).join(', ') || 'none'}` : `did you mean ${near}?`,
        'key',
      )
      continue
    }
    const tree = compileTree(scope, desk.document, at, value)
    if (Array.isArray(tree)) tree.forEach((problem) => desk.report(problem))
    else values.set(name, tree)
    const wanted = !Array.isArray(tree) && tree.kind === 'literal' ? misfit(param.type, tree.value) : undefined
    if (wanted !== undefined) complain(desk, at, 'param-type', `the parameter ${name} wants ${wanted}`)
  }
  for (const { name, default: preset } of params) {
    if (preset === undefined && raw.with?.[name] === undefined)
      complain(
        desk,
        path,
        'missing-key',
        `the pack wants a value for its parameter ${name}`,
        `add ${name}: to with: of the include ${raw.as}`,
      )
  }
  return values
}

function none(desk: ChecklistDesk, path: Path, code: string, message: string, hint: string): Item[] {
  complain(desk, path, code, message, hint, 'key')
  return []
}
