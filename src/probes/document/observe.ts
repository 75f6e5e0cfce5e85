import { resolve } from 'node:path'
import type { Unread } from '../../core/unread.ts'
import { readText } from '../../io/read-text.ts'
import type { TextFile } from '../../io/read-text.ts'
import type { Observe } from '../contract.ts'
import { frontMatterOf, headingsOf, linesOf, missing, placeholdersOf } from './markdown.ts'
import { reviewDate } from './review-date.ts'
import type { Observation, Params } from './schema.ts'

const MAX_BYTES = 4 * 1024 * 1024
const DAY_MS = 86_400_000

/** Reads a document; that it is not there is an observation, that it cannot be read is a LookError. */
export const observe: Observe<Params, Observation, undefined> = async (params, context) => {
  const file = await readText(resolve(context.baseDir, params.file), MAX_BYTES)
  if (!file) return { observation: nothing(params), answer: 'no such file' }
  const seen = look(params, file)
  const review = age(seen.reviewedAt, context.now().getTime())
  return { observation: { ...seen, ...review.fields }, unread: review.unread, answer: `${file.bytes} bytes` }
}

/** Fields of the content stay absent: neither "has no placeholder" nor "does not contain" may hold for a missing file. */
function nothing(params: Params): Observation {
  return { exists: false, bytes: 0, empty: true, missingSections: [...params.sections] }
}

function look(params: Params, { text, bytes, modifiedAt }: TextFile): Observation {
  const lines = linesOf(text)
  const sections = headingsOf(lines)
  const frontMatter = frontMatterOf(text)
  const reviewedAt = reviewDate(
    frontMatter,
    lines.filter((line) => !line.code).map((line) => line.text),
  )
  const flat = flatten(text)
  return {
    exists: true,
    bytes,
    empty: text.trim() === '',
    text,
    sections,
    missingSections: missing(params.sections, sections),
    placeholders: placeholdersOf(lines),
    contains: Object.fromEntries(params.contains.map((wanted) => [wanted, flat.includes(flatten(wanted))])),
    frontMatter,
    ...(reviewedAt !== undefined && { reviewedAt }),
    modifiedAt,
  }
}

/** A review in the future would stay fresh for ever, so its age is not known; a day is left for time zones. */
function age(reviewedAt: string | undefined, now: number): { fields: Partial<Observation>; unread: Unread[] } {
  if (reviewedAt === undefined) return { fields: {}, unread: [] }
  const days = (now - Date.parse(reviewedAt)) / DAY_MS
  if (days >= -1) return { fields: { reviewedAgeDays: Math.max(0, days) }, unread: [] }
  return { fields: {}, unread: [{ path: ['reviewedAgeDays'], reason: 'malformed', detail: 'the date of the review lies in the future' }] }
}

function flatten(text: string): string {
  return text.replace(/\s+/g, ' ')
}
