import * as z from 'zod'
import type { Loaded, Problem } from '../core/problem.ts'
import { appendEntry } from '../document/append.ts'
import { readDocument } from '../document/document.ts'
import type { SourceDocument } from '../document/document.ts'
import { fromZod } from '../document/from-zod.ts'

/** Where attestations stand, beside readiness.yaml. */
export const ATTESTATIONS_FILE = 'attestations.yaml'

const line = () => z.string().trim().min(1).max(2000)

const utc = () => z.string().refine(isUtc, 'wants a time in UTC such as 2026-11-21T09:30:00Z')

/** A day that does not exist is refused: `new Date('2026-02-30')` would be the second of March. */
function isUtc(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/.test(text)) return false
  const date = new Date(text)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 19) === text.slice(0, 19)
}

const Entry = z.strictObject({
  item: line().describe('Id of the item'),
  checklist: line().optional().describe('Id of its checklist; needed when two checklists share an item id'),
  environment: line().describe('The environment for which it holds'),
  release: line().optional().describe('The release for which it holds; every one when absent'),
  role: line().describe('The role in which the person speaks'),
  person: line().describe('Who says so'),
  evidence: line().optional().describe('Where it can be seen: a link, a ticket, a document'),
  at: utc().describe('When it was said, UTC'),
  statement: z
    .string()
    .regex(/^[0-9a-f]{16}$/, 'wants 16 hex digits, as readiness attest writes them')
    .optional()
    .describe('Digest of the item: the word lapses when title or expectations change'),
})

/** The word of a person that an item holds; a line of attestations.yaml. */
export type Attestation = Readonly<z.infer<typeof Entry>>

/** JSON Schema of attestations.yaml for editors (draft 2020-12). */
export function attestationsJsonSchema(): Record<string, unknown> {
  return { title: ATTESTATIONS_FILE, ...z.toJSONSchema(z.array(Entry), { io: 'input' }) }
}

/** Reads attestations.yaml; an empty file holds none. One without `statement` is a warning, since it cannot lapse. */
export function loadAttestations(file: string, bytes: Uint8Array): Loaded<readonly Attestation[]> {
  if (isBlank(bytes)) return { ok: true, value: [], warnings: [] }
  const read = readDocument(file, bytes)
  if (!read.ok) return read
  const document = read.value
  const parsed = z.array(Entry).safeParse(document.value)
  if (!parsed.success) return { ok: false, problems: fromZod(document, parsed.error, [], z.array(Entry)) }
  const twice = repeated(document, parsed.data)
  if (twice.length > 0) return { ok: false, problems: twice }
  return {
    ok: true,
    value: parsed.data,
    warnings: [...read.warnings, ...parsed.data.flatMap((entry, index) => noStatement(document, entry, index))],
  }
}

/** The text of attestations.yaml with one more entry; what was there keeps its comments and its formatting. */
export function appendAttestation(text: string, entry: Attestation): string {
  return appendEntry(text, Entry.parse(entry))
}

const isBlank = (bytes: Uint8Array): boolean =>
  new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .every((source) => /^\s*(?:#.*)?$/.test(source))

const noStatement = (document: SourceDocument, entry: Attestation, index: number): Problem[] =>
  entry.statement !== undefined
    ? []
    : [
        {
          code: 'attestation-without-statement',
          level: 'warning',
          message: `this attestation of ${entry.item} does not lapse when the item changes`,
          place: document.place([index, 'item'], 'value'),
          hint: 'record it with readiness attest, which adds the statement',
        },
      ]

function repeated(document: SourceDocument, entries: readonly Attestation[]): Problem[] {
  const seen = new Set<string>()
  return entries.flatMap((entry, index) => {
    const word = JSON.stringify(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
    if (!seen.has(word)) {
      seen.add(word)
      return []
    }
    return [
      {
        code: 'attestation-twice',
        level: 'error',
        message: `this attestation of ${entry.item} stands here twice`,
        place: document.place([index], 'value'),
        hint: 'remove one',
      },
    ]
  })
}
