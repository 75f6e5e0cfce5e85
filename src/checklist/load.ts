import type { Loaded, Problem } from '../core/problem.ts'
import type { Path } from '../core/unread.ts'
import { readDocument } from '../document/document.ts'
import type { SourceDocument } from '../document/document.ts'
import { fromZod } from '../document/from-zod.ts'
import type { JsonSchema } from '../expression/index.ts'
import { loadLook } from '../looks/load-look.ts'
import { isRecord, observationOf, savedBy } from '../looks/observation.ts'
import { LookSchema } from '../looks/schema.ts'
import { createScopes, objectOf } from '../looks/scopes.ts'
import type { Roots } from '../looks/scopes.ts'
import { probeNamesIn, stock } from '../looks/shelf.ts'
import type { Shelf } from '../looks/shelf.ts'
import type { ChecklistDesk, NamedLook } from './desk.ts'
import { loadFacts } from './facts.ts'
import { loadGate, loadSignOff, warnUngated } from './gate.ts'
import { loadItem } from './items.ts'
import type { Checklist, Item, Param, Section } from './model.ts'
import { warnOnlyDenies } from './only-denies.ts'
import { loadParams, paramSchema } from './params.ts'
import { checkReferences, warnUnused } from './references.ts'
import type { Paths } from './references.ts'
import { HeadSchema, SectionSchema } from './schema.ts'
import type { RawHead } from './schema.ts'

/** What is known of the environments while a checklist is loaded; without it any name may stand in `${}`. */
export interface LoadOptions {
  /** Names that may follow `secrets.`. */
  readonly secretNames?: readonly string[]
  /** Names that may follow `env.`. */
  readonly environmentNames?: readonly string[]
}

/** Loads a checklist: everything compiled and every reference resolved, or all that is wrong, in the order of the lines. */
export async function loadChecklist(file: string, bytes: Uint8Array, options: LoadOptions = {}): Promise<Loaded<Checklist>> {
  const read = readDocument(file, bytes)
  if (!read.ok) return read
  const document = read.value
  const head = HeadSchema.safeParse(document.value)
  if (!isRecord(document.value)) return { ok: false, problems: head.success ? [] : fromZod(document, head.error, [], HeadSchema) }

  const problems: Problem[] = []
  const report = (problem: Problem) => void problems.push(problem)
  if (!head.success) problems.push(...fromZod(document, head.error, [], HeadSchema))
  const raw = head.success ? head.data : salvage(document.value)
  const shelf = await stock(probeNames(raw))
  const checklist = assemble(document, raw, shelf, report, options)
  problems.sort((a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0))
  return problems.some(({ level }) => level === 'error') ? { ok: false, problems } : { ok: true, value: checklist, warnings: problems }
}

/** The parts of a broken head that can be looked at all the same, so that all mistakes are told at once. */
function salvage(value: Record<string, unknown>): RawHead {
  const { params, looks, facts, sections } = value
  const good = (part: unknown) => (isRecord(part) ? part : {})
  return { readiness: 1, id: '', title: '', params: good(params), looks: good(looks), facts: good(facts), sections: Array.isArray(sections) ? sections : [] }
}

function probeNames(raw: RawHead): string[] {
  const ofItem = (item: unknown): string[] => (isRecord(item) ? [...probeNamesIn(item), ...[item['any'], item['all']].flatMap((list) => (Array.isArray(list) ? list.flatMap(ofItem) : []))] : [])
  const items = raw.sections.flatMap((section) => (isRecord(section) && Array.isArray(section['items']) ? section['items'] : []))
  return [...Object.values(raw.looks ?? {}).flatMap(probeNamesIn), ...items.flatMap(ofItem)]
}

function assemble(document: SourceDocument, raw: RawHead, shelf: Shelf, report: (problem: Problem) => void, options: LoadOptions): Checklist {
  const params = loadParams({ document, report }, raw.params ?? {})
  const named = loadNamed(document, raw.looks ?? {}, shelf, report)
  const roots = rootsOf(raw, params, named)
  const { facts, schemas, observed } = loadFacts({ document, report }, raw.facts ?? {}, raw.looks ?? {}, roots)
  const scopes = createScopes({ ...roots, facts: objectOf(schemas, Object.keys(schemas)) }, names(options))
  const desk: ChecklistDesk = { document, report, shelf, scopes, named, observedFacts: observed, looks: new Map(), items: new Map(), ids: new Map() }
  for (const [name, { raw: keys }] of named) {
    const look = keys && loadLook(desk, { id: name, named: true, path: ['looks', name] }, keys)
    if (look) desk.looks.set(name, look)
  }
  const paths = new Map<string, Path>()
  const sections = raw.sections.flatMap((section, i) => loadSection(desk, ['sections', i], section, paths) ?? [])
  const gate = loadGate(document, raw.gate, sections)
  const checklist: Checklist = {
    id: raw.id, title: raw.title, file: document.file, text: document.text, digest: document.digest,
    gate, signOff: loadSignOff(raw['sign-off']), params, looks: desk.looks, facts, sections, items: desk.items,
    ...(raw.source !== undefined && { source: raw.source }), ...(raw.owner !== undefined && { owner: raw.owner }),
  }
  checkWhole(desk, checklist, paths, roots)
  return checklist
}

/** What can only be said of the checklist as a whole. */
function checkWhole(desk: ChecklistDesk, checklist: Checklist, paths: Paths, roots: Roots): void {
  checkReferences(desk, paths)
  warnUnused(desk, checklist)
  warnUngated(desk, checklist.gate, checklist.sections)
  warnOnlyDenies(desk, checklist.items.values(), (item) => shapeOf(desk, item), propertiesOf(roots['params']))
}

function loadNamed(document: SourceDocument, raw: Readonly<Record<string, unknown>>, shelf: Shelf, report: (problem: Problem) => void): Map<string, NamedLook> {
  return new Map(Object.entries(raw).map(([name, value]) => {
    const parsed = LookSchema.safeParse(value)
    if (!parsed.success) fromZod(document, parsed.error, ['looks', name], LookSchema).forEach(report)
    const shape = { observation: observationOf(value, shelf), saved: savedBy(value) }
    return [name, parsed.success ? { ...shape, raw: parsed.data } : shape]
  }))
}

function loadSection(desk: ChecklistDesk, path: Path, value: unknown, paths: Map<string, Path>): Section | undefined {
  const parsed = SectionSchema.safeParse(value)
  if (!parsed.success) fromZod(desk.document, parsed.error, path, SectionSchema).forEach((problem) => desk.report(problem))
  const list = isRecord(value) && Array.isArray(value['items']) ? value['items'] : []
  const phase = parsed.data?.phase ?? DEFAULT_PHASE
  const items = list.flatMap((item, i) => {
    const at = [...path, 'items', i]
    rememberPaths(item, at, paths)
    return loadItem(desk, at, item, { phase }) ?? []
  })
  return parsed.success ? { title: parsed.data.title, items } : undefined
}

/** The phase of an item when neither it nor its section says one. */
const DEFAULT_PHASE = 'pre-deploy'

function rememberPaths(item: unknown, path: Path, paths: Map<string, Path>): void {
  if (!isRecord(item)) return
  if (typeof item['id'] === 'string' && !paths.has(item['id'])) paths.set(item['id'], path)
  for (const mode of ['any', 'all']) {
    const children = item[mode]
    if (Array.isArray(children)) children.forEach((child, i) => rememberPaths(child, [...path, mode, i], paths))
  }
}

function shapeOf(desk: ChecklistDesk, { body }: Item): JsonSchema | undefined {
  if (body.kind !== 'look') return undefined
  const look = desk.looks.get(body.look)
  if (look?.named) return desk.named.get(body.look)?.observation
  return look?.kind === 'probe' ? desk.shelf.get(look.probe)?.observation : undefined
}

function rootsOf(raw: RawHead, params: readonly Param[], named: ReadonlyMap<string, NamedLook>): Roots {
  const text: JsonSchema = { type: 'string' }
  const time: JsonSchema = { 'x-cel': 'timestamp' }
  const looks = Object.fromEntries([...named].map(([name, { observation }]) => [name, observation]))
  const values = Object.fromEntries(Object.keys(raw.params ?? {}).map((name) => [name, paramSchema(params, name)]))
  return {
    looks: objectOf(looks, Object.keys(looks)), params: objectOf(values, Object.keys(values)),
    environment: objectOf({ name: text }, ['name']), release: objectOf({ expected: text, running: text }),
    run: objectOf({ id: text, startedAt: time }, ['id', 'startedAt']), now: time,
  }
}

function propertiesOf(schema: JsonSchema | undefined): Roots {
  return (schema?.['properties'] ?? {}) as Roots
}

function names(options: LoadOptions): { secrets?: readonly string[]; env?: readonly string[] } {
  return { ...(options.secretNames && { secrets: options.secretNames }), ...(options.environmentNames && { env: options.environmentNames }) }
}
