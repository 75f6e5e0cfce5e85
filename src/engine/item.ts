import type { Checklist, Child, Item } from '../checklist/model.ts'
import type { Finding } from '../core/finding.ts'
import type { Outcome, SettledBy, Unknown } from '../core/outcome.ts'
import type { KnownRelease } from '../core/release.ts'
import type { AttestationResult, ItemResult } from '../core/report.ts'
import { mayReplace, unattested } from '../judge/attestation.ts'
import { judgeChildren } from '../judge/children.ts'
import { holds } from '../judge/expectations.ts'
import type { Program } from '../expression/index.ts'
import { programsJudged } from '../looks/programs.ts'
import { contextFor, named, type Known } from './context.ts'
import { judgeLook, judgePolls, type Judged } from './judge-look.ts'
import { settleHint } from './settle-hint.ts'
import type { LookSource, WordOf } from './types.ts'

export interface Settling {
  readonly checklist: Checklist
  readonly known: Known
  readonly source: LookSource
  readonly wordOf: WordOf
  readonly release: KnownRelease
  /** The result of another item of the checklist, settled once. */
  readonly other: (id: string) => Promise<ItemResult>
  readonly isNeeded: (id: string) => boolean
}

/** What an item came to, before it is dressed as a result. */
interface Settled {
  readonly outcome: Outcome
  readonly settledBy: SettledBy
  readonly unknown?: Unknown
  readonly findings?: readonly Finding[]
  readonly looks?: readonly string[]
  readonly children?: readonly ItemResult[]
  readonly attestation?: AttestationResult
}

/** Settles one item: needs, then `when`, then its body (design section 3, "Outcome of an item"). */
export async function settle(item: Item, work: Settling): Promise<ItemResult> {
  const blocked = await blockedBy(item, work)
  if (blocked) return dress(item, { outcome: 'unknown', settledBy: 'look', unknown: blocked }, work)
  const applies = await applicable(item, work)
  if (applies !== true) return dress(item, applies, work)
  return dress(item, await bodyOf(item, work), work)
}

async function blockedBy(item: Item, work: Settling): Promise<Unknown | undefined> {
  const needs = await Promise.all(item.needs.map((id) => work.other(id)))
  const stopper = needs.find(({ outcome }) => outcome === 'fail' || outcome === 'unknown')
  if (!stopper) return undefined
  const root = stopper.unknown?.root ?? stopper.id
  return { reason: 'blocked', detail: `it needs ${stopper.id}, which is ${stopper.outcome}`, root }
}

async function applicable(item: Item, work: Settling): Promise<true | Settled> {
  if (!item.when) return true
  const { program } = item.when
  const answer = holds('when', item.when, await contextFor([program], work.known))
  if (answer.holds === true) return true
  const base = { settledBy: 'look' as const, findings: [answer.finding], looks: looksOf([item.when.program]) }
  if (answer.holds === false) return { ...base, outcome: 'not-applicable' }
  return { ...base, outcome: 'unknown', unknown: { ...answer.holds, detail: `whether it applies cannot be told: ${answer.holds.detail}` } }
}

async function bodyOf(item: Item, work: Settling): Promise<Settled> {
  const { body } = item
  if (body.kind === 'attest') return attested(item, work)
  if (body.kind === 'children') return fromChildren(body.mode, body.children, work)
  const judged = await judgeBody(item, work)
  if (item.attest && mayReplace(judged.unknown)) {
    const word = work.wordOf(work.checklist, item, work.release)
    if (word.ok)
      return { outcome: 'pass', settledBy: 'attestation', attestation: word.attestation, findings: judged.findings, looks: judged.looks }
  }
  return { ...judged, settledBy: 'look' }
}

async function judgeBody(item: Item, work: Settling): Promise<Judged> {
  const others = looksOf(programsJudged(item))
  if (item.body.kind !== 'look') return { ...(await judgeLook(item, undefined, work.known)), looks: others }
  const { look } = item.body
  const judged =
    item.eventuallyMs !== undefined || item.throughoutMs !== undefined
      ? await judgePolls(item, work.source.polls(work.checklist, item), work.known)
      : await judgeLook(item, await work.source.look(work.checklist, look), work.known)
  return { ...judged, looks: [look, ...others.filter((id) => id !== look)] }
}

const looksOf = (programs: readonly Program[]): string[] =>
  named(
    programs.flatMap(({ reads }) => reads),
    'looks',
  )

function attested(item: Item, work: Settling): Settled {
  const word = work.wordOf(work.checklist, item, work.release)
  if (word.ok) return { outcome: 'pass', settledBy: 'attestation', attestation: word.attestation }
  return { outcome: 'unknown', settledBy: 'attestation', unknown: unattested(word.why) }
}

async function fromChildren(mode: 'any' | 'all', children: readonly Child[], work: Settling): Promise<Settled> {
  const results = await Promise.all(children.map((child) => (child.kind === 'ref' ? work.other(child.id) : settle(child.item, work))))
  return { ...judgeChildren(mode, results), settledBy: 'children', children: results }
}

function dress(item: Item, settled: Settled, work: Settling): ItemResult {
  const { unknown } = settled
  return {
    id: item.id,
    title: item.title,
    severity: item.severity,
    phase: item.phase,
    outcome: settled.outcome,
    settledBy: settled.settledBy,
    ...(unknown ? { unknown, settle: settleHint(unknown, item.attest?.role) } : {}),
    findings: settled.findings ?? [],
    looks: settled.looks ?? [],
    children: settled.children ?? [],
    ...(settled.attestation ? { attestation: settled.attestation } : {}),
    ...(work.isNeeded(item.id) ? { needed: true as const } : {}),
    refs: item.refs,
    ...(item.lines === undefined ? {} : { lines: item.lines }),
    tags: item.tags,
    ...(item.owner === undefined ? {} : { owner: item.owner }),
    ...(item.due === undefined ? {} : { due: item.due }),
    ...(item.why === undefined ? {} : { why: item.why }),
    ...(item.fix === undefined ? {} : { fix: item.fix }),
    links: item.links,
    place: { file: item.place.file, line: item.place.line },
  }
}
