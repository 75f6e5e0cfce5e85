import { hash } from 'node:crypto'
import type { Loaded, Problem } from '../core/problem.ts'
import type { Path } from '../core/unread.ts'
import { readDocument } from '../document/document.ts'
import type { SourceDocument } from '../document/document.ts'
import { fromZod } from '../document/from-zod.ts'
import { isRecord } from '../looks/observation.ts'
import { probeNamesIn, stock } from '../looks/shelf.ts'
import type { ChecklistDesk } from './desk.ts'
import { openDesk } from './document.ts'
import type { Shared } from './document.ts'
import { loadGate, loadSignOff, checkGate } from './gate.ts'
import { loadInclude } from './include.ts'
import { loadEntry } from './items.ts'
import type { Checklist, Section } from './model.ts'
import { warnOnlyDenies } from './only-denies.ts'
import { readPacks } from './packs.ts'
import type { PackFile, ReadPack } from './packs.ts'
import { checkPhases } from './phases.ts'
import { checkReferences, warnUnused } from './references.ts'
import type { Paths } from './references.ts'
import { HeadSchema, SectionSchema } from './schema.ts'
import type { RawHead } from './schema.ts'
import { rememberPaths, shapeOf } from './whole.ts'

/** What is known around a checklist while it is loaded; without names of the environments any may stand in `${}`. */
export interface LoadOptions {
  /** Names that may follow `secrets.`. */
  readonly secretNames?: readonly string[]
  /** Names that may follow `env.`. */
  readonly environmentNames?: readonly string[]
  /** Phases that the environments judge; without them no item can be said to be judged by none. */
  readonly phases?: readonly string[]
  /** Gives the packs that it includes; without it there are none. */
  readonly readPack?: ReadPack
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
  const packs = await readPacks(document, raw.sections, options.readPack ?? noPacks, report)
  const shelf = await stock([
    ...probeNames(raw.looks, raw.sections.flatMap(itemsOf)),
    ...[...packs.values()].flatMap((pack) => probeNames(pack.raw.looks, pack.raw.items)),
  ])
  const checklist = assemble({ document, report, shelf, packs }, raw, options)
  const told = sorted(problems, file)
  return told.some(({ level }) => level === 'error') ? { ok: false, problems: told } : { ok: true, value: checklist, warnings: told }
}

const noPacks: ReadPack = async () => ({ why: 'packs are not read here' })

/** In the order of the lines, the checklist before its packs; a mistake in a pack that is included twice is told once. */
function sorted(problems: readonly Problem[], file: string): Problem[] {
  const key = ({ place, message }: Problem) => JSON.stringify([place?.file, place?.line, place?.column, message])
  const once = [...new Map(problems.map((problem) => [key(problem), problem])).values()]
  const rank = ({ place }: Problem) => (place === undefined || place.file === file ? '' : place.file)
  return once.sort(
    (a, b) =>
      rank(a).localeCompare(rank(b)) || (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0),
  )
}

/** The parts of a broken head that can be looked at all the same, so that all mistakes are told at once. */
function salvage(value: Record<string, unknown>): RawHead {
  const { params, looks, facts, sections } = value
  const good = (part: unknown) => (isRecord(part) ? part : {})
  return {
    readiness: 1,
    id: '',
    title: '',
    params: good(params),
    looks: good(looks),
    facts: good(facts),
    sections: Array.isArray(sections) ? sections : [],
  }
}

const itemsOf = (section: unknown): readonly unknown[] => (isRecord(section) && Array.isArray(section['items']) ? section['items'] : [])

function probeNames(looks: Readonly<Record<string, unknown>> = {}, items: readonly unknown[]): string[] {
  const ofItem = (item: unknown): string[] =>
    isRecord(item)
      ? [...probeNamesIn(item), ...[item['any'], item['all']].flatMap((list) => (Array.isArray(list) ? list.flatMap(ofItem) : []))]
      : []
  return [...Object.values(looks).flatMap(probeNamesIn), ...items.flatMap(ofItem)]
}

type Stock = Pick<ChecklistDesk, 'document' | 'report' | 'shelf' | 'packs'>

function assemble(stocked: Stock, raw: RawHead, options: LoadOptions): Checklist {
  const { document, packs } = stocked
  const shared: Shared = {
    ...stocked,
    include: loadInclude,
    included: new Map(),
    adjust: new Map(),
    facts: [],
    looks: new Map(),
    items: new Map(),
    ids: new Map(),
  }
  const { desk, params } = openDesk(shared, raw, names(options))
  const paths = new Map<string, Path>()
  const sections = raw.sections.flatMap((section, i) => loadSection(desk, ['sections', i], section, paths) ?? [])
  const gate = loadGate(document, raw.gate, sections)
  const checklist: Checklist = {
    id: raw.id,
    title: raw.title,
    file: document.file,
    text: document.text,
    digest: digestOf(document, packs),
    gate,
    signOff: loadSignOff(raw['sign-off']),
    params,
    looks: desk.looks,
    facts: desk.facts,
    sections,
    items: desk.items,
    included: desk.included,
    packs: [...packs].map(([path, pack]) => ({ path, file: pack.document.file, text: pack.document.text })),
    ...(raw.source !== undefined && { source: raw.source }),
    ...(raw.owner !== undefined && { owner: raw.owner }),
  }
  checkWhole(desk, checklist, paths)
  checkGate(desk, raw.gate, gate, sections)
  checkPhases(desk, raw.sections, checklist, options.phases)
  return checklist
}

/** Of the file's bytes, and of those of its packs where it has some. */
function digestOf({ digest }: SourceDocument, packs: ReadonlyMap<string, PackFile>): string {
  if (packs.size === 0) return digest
  return hash('sha256', [digest, ...[...packs.values()].map((pack) => pack.document.digest).sort()].join(' '), 'hex')
}

/** What can only be said of the checklist as a whole. */
function checkWhole(desk: ChecklistDesk, checklist: Checklist, paths: Paths): void {
  checkReferences(desk, paths, checklist.items.values())
  warnUnused(desk, checklist)
  warnOnlyDenies(
    desk,
    [...checklist.items.values()].filter(({ id }) => paths.has(id)),
    (item) => shapeOf(desk, item),
  )
}

function loadSection(desk: ChecklistDesk, path: Path, value: unknown, paths: Map<string, Path>): Section | undefined {
  const parsed = SectionSchema.safeParse(value)
  if (!parsed.success) fromZod(desk.document, parsed.error, path, SectionSchema).forEach((problem) => desk.report(problem))
  const phase = parsed.data?.phase ?? DEFAULT_PHASE
  const items = itemsOf(value).flatMap((item, i) => {
    const at = [...path, 'items', i]
    rememberPaths(desk, item, at, paths)
    return loadEntry(desk, at, item, { phase })
  })
  return parsed.success ? { title: parsed.data.title, items } : undefined
}

/** The phase of an item when neither it nor its section says one. */
const DEFAULT_PHASE = 'pre-deploy'

function names(options: LoadOptions): { secrets?: readonly string[]; env?: readonly string[] } {
  return {
    ...(options.secretNames && { secrets: options.secretNames }),
    ...(options.environmentNames && { env: options.environmentNames }),
  }
}
