import type { Checklist } from '../checklist/model.ts'
import type { KnownRelease } from '../core/release.ts'
import type { ItemResult, LookResult, ReleaseSummary } from '../core/report.ts'
import { createFacts, type Facts } from './facts.ts'
import type { Known, Roots } from './context.ts'
import { packParams } from './pack-params.ts'
import { settle } from './item.ts'
import type { BoundChecklist, Looked, LookSource, Options, Plan, RunInfo, WordOf } from './types.ts'

/** Everything that a run, live or replayed, leaves to be decided and reported. */
export interface Ran {
  readonly items: readonly { readonly checklist: Checklist; readonly item: ItemResult }[]
  readonly facts: Awaited<ReturnType<Facts['results']>>
  readonly looks: readonly LookResult[]
  readonly leftBehind: readonly string[]
  readonly withheld: readonly string[]
}

export interface Running {
  readonly plan: Plan
  readonly info: RunInfo
  readonly env: Readonly<Record<string, string>>
  /** What the release is known to be when expressions are evaluated. */
  readonly release: () => ReleaseSummary | undefined
  readonly wordOf: WordOf
  readonly listen: Options['listen']
  /** See `Known`. */
  readonly showsNumbers: () => boolean
  /** Makes the source of looks; it is given what expressions may read. */
  readonly source: (known: (checklist: Checklist) => Known) => LookSource
}

/** Settles every item of a plan, all at once as far as needs, limits and turns allow, and gathers what was seen. */
export async function runPlan(running: Running): Promise<Ran> {
  const knowns = new Map<Checklist, Known>()
  const made = new Map<string, Promise<Looked>>()
  const factsOf = new Map<Checklist, Facts>()
  const source = remember(
    running.source((checklist) => knownOf(knowns, checklist)),
    made,
  )
  for (const bound of running.plan.checklists) {
    const facts = createFacts(bound.checklist, () => knownOf(knowns, bound.checklist))
    factsOf.set(bound.checklist, facts)
    let roots: Roots | undefined
    knowns.set(bound.checklist, {
      roots: () => (roots ??= rootsOf(running, bound)),
      look: (id) => source.look(bound.checklist, id),
      fact: facts.get,
      showsNumbers: running.showsNumbers,
    })
  }
  const items = await Promise.all(running.plan.checklists.map((bound) => settleAll(bound, running, source, knowns)))
  const looked = await inOrder(running.plan, made)
  const shown = await resultIds(made)
  return {
    items: items.flat().map(({ checklist, item }) => ({ checklist, item: withResultIds(item, checklist, shown) })),
    facts: (await Promise.all([...factsOf.values()].map((facts) => facts.results()))).flat(),
    looks: looked.map(({ result }) => result),
    leftBehind: looked.flatMap(({ leftBehind }) => leftBehind),
    withheld: [...new Set(looked.flatMap(({ withheld }) => withheld))],
  }
}

function knownOf(knowns: ReadonlyMap<Checklist, Known>, checklist: Checklist): Known {
  const known = knowns.get(checklist)
  if (!known) throw new Error(`${checklist.id} is not part of this run`)
  return known
}

/** Remembers every look for the report; of polls the last one. */
function remember(source: LookSource, made: Map<string, Promise<Looked>>): LookSource {
  return {
    look: (checklist, id) => {
      const looked = source.look(checklist, id)
      made.set(`${checklist.id} ${id}`, looked)
      return looked
    },
    async *polls(checklist, item) {
      for await (const looked of source.polls(checklist, item)) {
        made.set(`${checklist.id} ${looked.result.id}`, Promise.resolve(looked))
        yield looked
      }
    },
  }
}

async function settleAll(
  { checklist, selected, needed }: BoundChecklist,
  running: Running,
  source: LookSource,
  knowns: ReadonlyMap<Checklist, Known>,
) {
  const results = new Map<string, Promise<ItemResult>>()
  const other = (id: string): Promise<ItemResult> => {
    const known = results.get(id)
    if (known) return known
    const item = checklist.items.get(id)
    if (!item) throw new Error(`no item ${id} in ${checklist.id}`)
    const result = settle(item, {
      checklist,
      known: knownOf(knowns, checklist),
      source,
      wordOf: running.wordOf,
      release: knownRelease(running),
      other,
      isNeeded: (one) => needed.has(one) && !selected.has(one),
    })
    results.set(id, result)
    void result.then(
      ({ title, outcome }) => running.listen({ type: 'item', id, title, outcome }),
      () => {},
    )
    return result
  }
  const ids = checklist.sections.flatMap(({ items }) => items.map(({ id }) => id)).filter((id) => selected.has(id) || needed.has(id))
  return Promise.all(ids.map(async (id) => ({ checklist, item: await other(id) })))
}

/** What was asked for, and what the target said when the run began. */
function knownRelease({ info, release }: Running): KnownRelease {
  const running = release()?.running
  return { ...(info.release === undefined ? {} : { expected: info.release }), ...(running === undefined ? {} : { running }) }
}

function rootsOf(running: Running, { checklist, params }: BoundChecklist): Roots {
  const { plan, info, env } = running
  return {
    params,
    packs: packParams(checklist, params).values,
    env,
    environment: { name: plan.environment.name },
    release: knownRelease(running),
    run: { id: info.id, startedAt: info.startedAt.toISOString() },
    now: info.startedAt,
  }
}

/** The id under which each look that was made stands in the report: of a shared one that of the first who asked. */
async function resultIds(made: ReadonlyMap<string, Promise<Looked>>): Promise<ReadonlyMap<string, string>> {
  return new Map(await Promise.all([...made].map(async ([key, looked]) => [key, (await looked).result.id] as const)))
}

/** What an item names are looks of the report; one that nothing had to make is none. */
function withResultIds(item: ItemResult, checklist: Checklist, shown: ReadonlyMap<string, string>): ItemResult {
  const looks = item.looks.flatMap((id) => shown.get(`${checklist.id} ${id}`) ?? [])
  return { ...item, looks: [...new Set(looks)], children: item.children.map((child) => withResultIds(child, checklist, shown)) }
}

/** The looks that were made, in the order of the checklists; one that several ids share stands once, in a replay too. */
async function inOrder(plan: Plan, made: ReadonlyMap<string, Promise<Looked>>): Promise<Looked[]> {
  const looked = new Map<string, Looked>()
  for (const { checklist } of plan.checklists) {
    for (const id of checklist.looks.keys()) {
      const one = await made.get(`${checklist.id} ${id}`)
      // A recording holds a shared look once for each id: what it came to tells it from others, not the object.
      const key = JSON.stringify(one?.result)
      if (one && !looked.has(key)) looked.set(key, one)
    }
  }
  return [...looked.values()]
}
