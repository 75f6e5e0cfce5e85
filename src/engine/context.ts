import type { Unknown } from '../core/outcome.ts'
import type { KnownRelease } from '../core/release.ts'
import type { Path, Unread } from '../core/unread.ts'
import { evaluate, type Evaluation, type Program } from '../expression/index.ts'
import type { Context } from '../judge/expectations.ts'
import type { PackParams } from './pack-params.ts'
import type { Looked, Sight } from './types.ts'

/** The roots of every expression of one checklist that no look decides. */
export interface Roots {
  readonly params: Readonly<Record<string, unknown>>
  /** Parameters of included packs, by prefix. */
  readonly packs: PackParams
  readonly environment: { readonly name: string }
  readonly release: KnownRelease
  readonly run: { readonly id: string; readonly startedAt: string }
  readonly now: Date
  readonly env: Readonly<Record<string, string>>
}

/** Gives the looks and facts that expressions name; each is asked for only when something reads it. */
export interface Known {
  readonly roots: () => Roots
  readonly look: (id: string) => Promise<Looked>
  readonly fact: (name: string) => Promise<FactValue>
  /** Whether a short number can be no secret, and is shown beside values that are withheld. */
  readonly showsNumbers: () => boolean
}

export type FactValue = Reasoned &
  ({ readonly value: unknown; readonly unknown?: undefined } | { readonly unknown: Unknown; readonly value?: undefined })

interface Reasoned {
  /** The values that decided it. */
  readonly decided: Evaluation['values']
  /** Names of secrets for which its value is not shown. */
  readonly withheld: readonly string[]
}

/** More variables for one place: the item's own sight, secrets of templates, the row of `each`. */
export interface Own {
  readonly values: Readonly<Record<string, unknown>>
  readonly unread: readonly Unread[]
}

export const NOTHING: Own = { values: {}, unread: [] }

/**
 * The context in which these programs are evaluated: the roots, and just the looks and facts that they need. What is
 * decided without a look (`params.platform == 'render' && ...`) does not make it.
 */
export async function contextFor(programs: readonly Program[], known: Known, own: Own = NOTHING): Promise<Context> {
  const needing = programs.filter((program) => needsMore(program, known, own))
  const reads = (await Promise.all(needing.map((program) => readsOf(program, known, own)))).flat()
  return contextOf(reads, known, own)
}

async function contextOf(reads: readonly Path[], known: Known, own: Own): Promise<Context> {
  const looks = await Promise.all(named(reads, 'looks').map(async (id) => [id, await known.look(id)] as const))
  const facts = await Promise.all(named(reads, 'facts').map(async (name) => [name, await known.fact(name)] as const))
  const unread = [...own.unread, ...computed(reads), ...looks.flatMap(([id, looked]) => unreadOf(id, looked)), ...facts.flatMap(unreadFact)]
  return {
    values: {
      ...known.roots(),
      saved: {},
      ...own.values,
      looks: Object.fromEntries(looks.flatMap(([id, { seen }]) => (seen ? [[id, seen.observation]] : []))),
      facts: Object.fromEntries(facts.flatMap(([name, fact]) => (fact.unknown ? [] : [[name, fact.value]]))),
    },
    unread,
    showsNumbers: known.showsNumbers(),
    withheld: [...new Set([...looks.flatMap(([, { withheld }]) => withheld), ...facts.flatMap(([, { withheld }]) => withheld)])],
  }
}

/**
 * What a program reads; of a choice (`a ? b : c`) only what is chosen, which shows by asking for one look or fact after the other. Where
 * something else than a missing look is in the way, another look might still decide: then all are asked for.
 */
async function readsOf(program: Program, known: Known, own: Own): Promise<readonly Path[]> {
  if (!program.source.includes('?') || readsComputed(program.reads, 'looks')) return program.reads
  const asked = new Set<string>()
  for (;;) {
    const open = program.reads.filter((path) => isAsked(path) && !asked.has(nameOf(path)))
    const context = await contextOf(
      program.reads.filter((path) => !open.includes(path)),
      known,
      own,
    )
    const pending = open.map((path): Unread => ({ path: path.slice(0, 2), reason: 'blocked', detail: nameOf(path) }))
    const { result } = evaluate(program, { ...context, unread: [...(context.unread ?? []), ...pending] })
    if (result.kind === 'true' || result.kind === 'false' || result.kind === 'value')
      return program.reads.filter((path) => !open.includes(path))
    const next = result.kind === 'unread' ? open.map(nameOf).find((name) => name === result.why) : undefined
    if (next === undefined) return program.reads
    asked.add(next)
  }
}

const isAsked = ([root, name]: Path): boolean => (root === 'looks' || root === 'facts') && typeof name === 'string'

const nameOf = ([root, name]: Path): string => `not asked yet: ${String(root)}.${String(name)}`

/** Whether a program cannot be decided before the looks and facts that it names are there. */
function needsMore(program: Program, known: Known, own: Own): boolean {
  if (!program.reads.some(([root]) => root === 'looks' || root === 'facts')) return false
  const unread = [...own.unread, ...PENDING]
  const { result } = evaluate(program, { values: { ...known.roots(), saved: {}, ...own.values, looks: {}, facts: {} }, unread })
  return result.kind === 'unread'
}

const PENDING: readonly Unread[] = ['looks', 'facts'].map((root) => ({ path: [root], reason: 'blocked', detail: 'not asked yet' }))

/** What an item sees of its own look: the observation at the top level, and what was saved. */
export const ownSight = (sight: Sight): Own => ({ values: { ...sight.observation, saved: sight.saved }, unread: sight.unread })

/** Names directly under a root that the paths read, each once; one that is only known when it is evaluated is left out. */
export function named(reads: readonly Path[], root: string): string[] {
  const names = reads.filter(([first]) => first === root).map(([, second]) => second)
  return [...new Set(names.filter((name): name is string => typeof name === 'string' && name !== COMPUTED))]
}

/** Whether a path reads a name under the root that is only known when it is evaluated: `looks[params.name]`. */
export const readsComputed = (reads: readonly Path[], root: string): boolean =>
  reads.some(([first, second]) => first === root && second === COMPUTED)

/** How the paths of the expression layer spell a computed key. */
const COMPUTED = '[]'

/** Which look or fact a computed name will mean cannot be told beforehand, so none is made for it. */
const computed = (reads: readonly Path[]): Unread[] =>
  ['looks', 'facts']
    .filter((root) => readsComputed(reads, root))
    .map((root) => ({ path: [root], reason: 'unsupported', detail: `${root}[...] with a computed name: write ${root}.<name>` }))

function unreadOf(id: string, looked: Looked): Unread[] {
  if (looked.failed) return [{ path: ['looks', id], reason: looked.failed.reason, detail: `${id}: ${looked.failed.detail}` }]
  return (looked.seen?.unread ?? []).map((part) => ({ ...part, path: ['looks', id, ...part.path] }))
}

const unreadFact = ([name, fact]: readonly [string, FactValue]): Unread[] =>
  fact.unknown ? [{ path: ['facts', name], reason: fact.unknown.reason, detail: `${name}: ${fact.unknown.detail}` }] : []
