import { hash } from 'node:crypto'
import type { Place } from '../core/problem.ts'
import type { Path } from '../core/unread.ts'
import { fromZod } from '../document/from-zod.ts'
import { complain } from '../looks/desk.ts'
import { known, lateOf } from '../looks/late.ts'
import { isRecord } from '../looks/observation.ts'
import { loadBody } from './body.ts'
import type { Body } from './body.ts'
import { outside } from './desk.ts'
import type { ChecklistDesk, Inherited } from './desk.ts'
import { loadExpectations } from './expectations.ts'
import type { Expectations } from './expectations.ts'
import type { Attest, Child, Item, ItemBody } from './model.ts'
import { ItemSchema } from './schema.ts'
import type { RawItem } from './schema.ts'

/** What stands at one place of a list of items: an item, or all that an include brings. */
export function loadEntry(desk: ChecklistDesk, path: Path, value: unknown, inherited: Inherited): Item[] {
  if (isRecord(value) && 'include' in value) return desk.include(desk, path, value, inherited)
  const item = loadItem(desk, path, value, inherited)
  return item ? [item] : []
}

/** Loads one item with its children; what is wrong is reported, and it is registered at the desk when it is whole. */
export function loadItem(desk: ChecklistDesk, path: Path, value: unknown, inherited: Inherited): Item | undefined {
  const place = registerId(desk, path, value)
  const parsed = ItemSchema.safeParse(value)
  if (!parsed.success) {
    for (const problem of fromZod(desk.document, parsed.error, path, ItemSchema)) desk.report(problem)
    return undefined
  }
  const adjust = desk.adjust.get(parsed.data.id)
  const raw: RawItem = { ...parsed.data, ...adjust, title: adjust?.title ?? parsed.data.title }
  const severity = raw.severity ?? inherited.severity
  if (!severity) return void complain(desk, path, 'missing-key', '"severity" is missing', 'wants critical, high, medium, low')
  const phase = raw.phase ?? inherited.phase
  const body = loadBody(desk, raw, path)
  if (!body) return undefined
  const expectations = loadExpectations(desk, raw, body, path)
  refuseRepeats(desk, raw, body, path)
  const late = lateOf(desk, path, { eventually: raw.eventually, throughout: raw.throughout })
  const whole = bodyOf(desk, raw, body, path, { phase, severity })
  const item: Item = {
    ...labels(raw),
    ...expectations,
    id: outside(desk, raw.id),
    severity,
    phase,
    body: whole,
    needs: (raw.needs ?? []).map((id) => outside(desk, id)),
    digest: digestOf(raw.title, expectations),
    place,
    ...(raw.attest && { attest: attestOf(raw.attest) }),
    ...(raw.eventually !== undefined && { eventuallyMs: known(raw.eventually) ?? 0 }),
    ...(raw.throughout !== undefined && { throughoutMs: known(raw.throughout) ?? 0 }),
    ...(late.length > 0 && { late }),
  }
  desk.items.set(item.id, item)
  return item
}

/**
 * The place of the item's id. Ids are compared before anything else, so that an item that is wrong otherwise is still known
 * to those that refer to it.
 */
function registerId(desk: ChecklistDesk, path: Path, value: unknown): Place {
  const own = isRecord(value) ? value['id'] : undefined
  const place = desk.document.place([...path, 'id'])
  if (typeof own !== 'string') return place
  const id = outside(desk, own)
  const first = desk.ids.get(id)
  if (first)
    desk.report({
      code: 'duplicate-id',
      level: 'error',
      message: `the id "${id}" is there twice, first on line ${first.line}`,
      place,
      hint: 'give one of them another id',
    })
  else desk.ids.set(id, place)
  return place
}

function bodyOf(desk: ChecklistDesk, raw: RawItem, body: Body, path: Path, inherited: Inherited): ItemBody {
  if (body.kind === 'look') return { kind: 'look', look: body.look ?? '' }
  if (body.kind !== 'children') return { kind: body.kind }
  const mode = raw.any ? 'any' : 'all'
  const children = (raw[mode] ?? []).flatMap((child, i) => loadChildren(desk, [...path, mode, i], child, inherited))
  return { kind: 'children', mode, children }
}

function loadChildren(desk: ChecklistDesk, path: Path, value: unknown, inherited: Inherited): Child[] {
  if (typeof value === 'string') return [{ kind: 'ref', id: outside(desk, value) }]
  return loadEntry(desk, path, value, inherited).map((item) => ({ kind: 'item', item }))
}

function refuseRepeats(desk: ChecklistDesk, raw: RawItem, body: Body, path: Path): void {
  const { eventually, throughout } = raw
  if (eventually !== undefined && throughout !== undefined)
    complain(desk, [...path, 'throughout'], 'several-bodies', 'eventually and throughout exclude each other', undefined, 'key')
  const effect = desk.looks.get(body.look ?? '')?.effect ?? 'read'
  if (effect === 'read') return
  for (const key of ['eventually', 'throughout'] as const) {
    if (raw[key] !== undefined)
      complain(
        desk,
        [...path, key],
        'effect-repeated',
        `only reads are looked at again, and this look has the effect ${effect}`,
        `remove ${key}`,
        'key',
      )
  }
}

function labels(raw: RawItem) {
  const { id, title, lines, due, owner, why, fix } = raw
  return {
    id,
    title,
    refs: raw.refs ?? [],
    tags: raw.tags ?? [],
    links: raw.links ?? [],
    waivable: raw.waivable ?? true,
    ...(lines !== undefined && { lines }),
    ...(due !== undefined && { due }),
    ...(owner !== undefined && { owner }),
    ...(why !== undefined && { why }),
    ...(fix !== undefined && { fix }),
  }
}

function attestOf(raw: NonNullable<RawItem['attest']>): Attest {
  return { role: raw.role, evidence: raw.evidence ?? 'optional', ...(raw.valid !== undefined && { validMs: raw.valid }) }
}

function digestOf(title: string, { when, enough, expect }: Expectations): string {
  const sources = [when ? [when] : [], enough, expect].map((list) => list.map(({ program }) => program.source))
  return hash('sha256', JSON.stringify([title, ...sources]), 'hex').slice(0, 16)
}
