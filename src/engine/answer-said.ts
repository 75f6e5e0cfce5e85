import type { Finding } from '../core/finding.ts'
import type { Path } from '../core/unread.ts'
import { parseJson } from '../io/json.ts'
import { isRecord } from '../looks/observation.ts'
import { escapeControls } from '../redaction/escape.ts'
import type { Sight } from './types.ts'

type Plain = Readonly<Record<string, unknown>>

const LONGEST = 120
const MOST = 3

/**
 * What answers of HTTP say beside a status that nobody may have wanted: where a redirect goes, how an error begins. By step, under
 * the empty name for a look without steps; absent when there is no such answer. The observation is masked already.
 */
export function answersSaid({ steps, pages, ...own }: Plain): Sight['said'] {
  const said = isRecord(steps)
    ? Object.entries(steps).map(([step, seen]) => [step, answersIn(seen)] as const)
    : [['', answersIn(Array.isArray(pages) ? pages : own)] as const]
  const texts = said.map(([step, all]) => [step, [...new Set(all)].slice(0, MOST).join(', ')] as const).filter(([, text]) => text !== '')
  return texts.length === 0 ? undefined : Object.fromEntries(texts)
}

/** An expectation that read a status and did not hold tells what the answer said. */
export function explainStatus(finding: Finding, reads: readonly Path[], said: Sight['said']): Finding {
  if (finding.result === 'true' || said === undefined) return finding
  const steps = reads
    .filter((path) => path.includes('status'))
    .flatMap(([root, step]) => (root === 'steps' ? String(step) : root === 'looks' || root === 'facts' ? [] : ''))
  const texts = [...new Set(steps.flatMap((step) => (Object.hasOwn(said, step) ? (said[step] ?? []) : [])))]
  if (texts.length === 0) return finding
  return { ...finding, detail: [...(finding.detail === undefined ? [] : [finding.detail]), ...texts].join('; ') }
}

/** Of one answer, several, or one for each row. */
function answersIn(seen: unknown, row?: string): string[] {
  if (Array.isArray(seen)) return seen.flatMap((one: unknown) => answersIn(one, row))
  if (!isRecord(seen)) return []
  const { status, headers, body, name } = seen
  if (typeof status !== 'number' || !isRecord(headers))
    return row === undefined ? Object.entries(seen).flatMap(([key, one]) => answersIn(one, key)) : []
  const told = status >= 400 ? begun(body, headers['content-type']) : status >= 300 ? target(headers['location']) : undefined
  const of = row ?? (typeof name === 'string' ? name : undefined)
  return told === undefined ? [] : [`${of === undefined ? '' : `${short(of)} `}answered ${status}${told}`]
}

const target = (location: unknown): string | undefined => (typeof location === 'string' ? ` -> ${short(location)}` : undefined)

/** What JSON calls its message, the title of a page, else the first line that says something; nothing of what is no text. */
function begun(body: unknown, type: unknown): string | undefined {
  if (typeof body !== 'string' || body.includes('\uFFFD')) return undefined
  if (typeof type === 'string' && !/text|json|xml/i.test(type)) return undefined
  const json = parseJson(body)
  const text = json.ok ? messageOf(json.value) : (TITLE.exec(body)?.[1] ?? body.split('\n').find((row) => /[\p{L}\p{N}]/u.test(row)))
  return text === undefined ? undefined : `: ${short(text)}`
}

const TITLE = /<title[^>]*>([^<]+)/i
const MESSAGES = ['error_description', 'message', 'detail', 'title', 'error', 'msg']

/** No more of JSON than that: another field may hold what nobody has called a secret yet. */
function messageOf(json: unknown): string | undefined {
  if (!isRecord(json)) return undefined
  for (const name of MESSAGES) {
    const text = json[name]
    if (typeof text === 'string' && text.trim() !== '') return text
  }
  return isRecord(json['error']) ? messageOf(json['error']) : undefined
}

function short(text: string): string {
  const safe = escapeControls(text.trim())
  return safe.length <= LONGEST ? safe : `${safe.slice(0, LONGEST)}...`
}
