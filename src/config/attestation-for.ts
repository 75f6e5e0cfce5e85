import { onlyBegins, type KnownRelease } from '../core/release.ts'
import type { AttestationResult } from '../core/report.ts'
import type { Attestation } from './attestations.ts'

/** What an item asks of a person's word. */
export interface AttestedItem {
  readonly id: string
  readonly checklist: string
  /** `Item.digest`. */
  readonly digest: string
  readonly role: string
  readonly evidenceRequired: boolean
  /** How long a word holds, milliseconds; for ever when absent. */
  readonly validMs?: number
}

export type AttestationAnswer =
  | { readonly ok: true; readonly attestation: AttestationResult }
  | { readonly ok: false; readonly why: string }

/**
 * The newest word that settles the item here and now, or why none does (design 4.1); of the same second the later in the file.
 * A word that names a release holds for no other one, and for none where the release is not known.
 */
export function attestationFor(
  item: AttestedItem,
  all: readonly Attestation[],
  environment: string,
  release: KnownRelease,
  now: Date,
): AttestationAnswer {
  const own = all
    .filter((word) => word.item === item.id && (word.checklist === undefined || word.checklist === item.checklist))
    .reverse()
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
  if (own.length === 0) return { ok: false, why: `no attestation of ${item.id} by ${item.role}` }
  const objections = own.map((word) => ({ word, why: objection(item, word, environment, release, now) }))
  const good = objections.find(({ why }) => why === undefined)
  if (good) return { ok: true, attestation: result(item, good.word) }
  const nearest = objections.find(({ word }) => word.environment === environment) ?? objections[0]
  return { ok: false, why: nearest?.why ?? 'no attestation holds' }
}

function objection(item: AttestedItem, word: Attestation, environment: string, release: KnownRelease, now: Date): string | undefined {
  const from = `the attestation of ${word.person} (${word.at})`
  const at = Date.parse(word.at)
  if (word.environment !== environment) return `${from} is for the environment ${word.environment}, not ${environment}`
  const other = word.release === undefined ? undefined : otherRelease(word.release, release)
  if (other !== undefined) return `${from} is for the release ${word.release}, ${other}`
  if (word.role !== item.role) return `${from} is by the role ${word.role}, the item wants ${item.role}`
  if (word.statement !== undefined && word.statement !== item.digest) return `${from} has lapsed: the item's title or expectations changed`
  if (item.evidenceRequired && word.evidence === undefined) return `${from} names no evidence, the item wants it`
  if (!(at <= now.getTime())) return `${from} is dated in the future`
  if (item.validMs !== undefined && now.getTime() >= at + item.validMs) return `${from} expired on ${iso(at + item.validMs)}`
  return undefined
}

/** Why a word for this release does not count in the run, or undefined when it does. */
function otherRelease(release: string, { expected, running }: KnownRelease): string | undefined {
  if (expected === undefined && running === undefined)
    return 'and which release runs here is not known: declare `release:` in readiness.yaml, or give --release'
  const other = [expected, running].find((known) => known !== undefined && known !== release)
  return other === undefined ? undefined : `not ${other}${onlyBegins(other, release)}`
}

function result(item: AttestedItem, word: Attestation): AttestationResult {
  return {
    role: word.role,
    person: word.person,
    at: word.at,
    ...(word.release === undefined ? {} : { release: word.release }),
    ...(word.evidence === undefined ? {} : { evidence: word.evidence }),
    ...(item.validMs === undefined ? {} : { expires: iso(Date.parse(word.at) + item.validMs) }),
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()
