import { basename, dirname, join, normalize } from 'node:path'
import type { Unread, UnknownReason } from '../../core/unread.ts'
import { readCapped } from '../../io/files.ts'
import { parseJson } from '../../io/json.ts'
import { envFileOf } from '../../io/env-file.ts'
import { requirementsOf, together, valueAt, withoutValue } from './formats.ts'
import type { Kind, Observation, Params, Requirement } from './schema.ts'
import type { Found } from './walk.ts'

const MAX_BYTES = 4 * 1024 * 1024
const MAX_LINES = 2000

type Read = Pick<Observation, 'contains' | 'values' | 'envKeys' | 'requirements'>

interface Text {
  readonly path: string
  readonly kind: Kind
  readonly text: string
}

interface Contents {
  readonly fields: Read
  /** By position of the file. */
  readonly files: readonly { readonly lines?: string[]; readonly matches?: string[] }[]
  readonly unread: readonly Unread[]
}

/** What is in the files: texts that were looked for, and the parts of those whose form is known. */
export async function readContents(found: readonly Found[], params: Params): Promise<Contents> {
  const unread: Unread[] = []
  const texts: Text[] = []
  const files: { lines?: string[]; matches?: string[] }[] = []
  const wanted = Object.entries(params.contains)
  for (const [index, { path, full, stats }] of found.entries()) {
    const kind = params.parse === 'auto' ? kindOf(path) : params.parse
    if (kind === 'none' && wanted.length === 0 && !params.lines) {
      files.push({})
      continue
    }
    const leaveOut = (detail: string) => {
      unread.push(...partsOf(index, kind, params).map((part): Unread => ({ path: part, reason: 'insufficient', detail })))
      files.push({})
    }
    const bytes = stats.size > MAX_BYTES ? undefined : await readCapped(full, MAX_BYTES).catch(() => undefined)
    if (bytes === undefined) {
      leaveOut(`${path} ${stats.size > MAX_BYTES ? `is larger than ${MAX_BYTES / 1024 / 1024} MiB` : 'cannot be read'}`)
      continue
    }
    const text = textOf(bytes)
    if (text.includes('\0')) {
      leaveOut(`${path} holds NUL, it is no text`)
      continue
    }
    texts.push({ path, kind, text })
    const matches = wanted.filter(([, needle]) => text.includes(needle)).map(([name]) => name)
    const lines = params.lines ? linesOf(text, kind) : undefined
    if (lines === 'too many')
      unread.push({ path: ['files', index, 'lines'], reason: 'insufficient', detail: `${path} has more than ${MAX_LINES} lines` })
    files.push({ ...(wanted.length > 0 && { matches }), ...(Array.isArray(lines) && { lines }) })
  }
  const contains =
    wanted.length === 0 || texts.length === 0
      ? {}
      : { contains: Object.fromEntries(wanted.map(([name]) => [name, files.some(({ matches }) => matches?.includes(name))])) }
  return {
    fields: { ...contains, ...jsonPart(texts, params, unread), ...envPart(texts, unread), ...requirementsPart(texts, unread) },
    files,
    unread,
  }
}

function kindOf(path: string): Kind {
  const file = basename(path)
  if (file.endsWith('.json')) return 'json'
  if (/^\.env(?:\.|$)|\.env$/.test(file)) return 'env'
  return /^requirements.*\.txt$/.test(file) ? 'requirements' : 'none'
}

/** Fields that a file which could not be read leaves open. */
function partsOf(index: number, kind: Kind, params: Params): Unread['path'][] {
  const wanted = Object.keys(params.contains).length > 0 ? [['contains'], ['files', index, 'matches']] : []
  const field = { json: [['values']], env: [['envKeys']], requirements: [['requirements']], none: [], auto: [] }[kind]
  return [...wanted, ...(params.lines ? [['files', index, 'lines']] : []), ...field]
}

/** UTF-16 says so at its start; anything else is read as UTF-8. */
function textOf(bytes: Buffer): string {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0
  if (mark === 0xfffe) return bytes.toString('utf16le', 2)
  if (mark !== 0xfeff || bytes.length % 2 !== 0) return bytes.toString('utf8')
  return Buffer.from(bytes).swap16().toString('utf16le', 2)
}

/** Nobody has told us the values of an env file, so none of them could be masked. */
function linesOf(text: string, kind: Kind): string[] | 'too many' {
  const lines = text.split(/\r?\n/, MAX_LINES + 2)
  if (lines.at(-1) === '') lines.pop()
  if (lines.length > MAX_LINES) return 'too many'
  return kind === 'env' ? lines.map(withoutValue) : lines
}

function jsonPart(texts: readonly Text[], params: Params, unread: Unread[]): Read {
  const wanted = Object.entries(params.values)
  const [file, second] = texts.filter(({ kind }) => kind === 'json')
  if (wanted.length === 0 || file === undefined) return {}
  const skip = (reason: UnknownReason, detail: string): Read => {
    unread.push({ path: ['values'], reason, detail })
    return {}
  }
  if (second !== undefined)
    return skip('insufficient', `values are taken from one JSON file, but ${file.path} and ${second.path} were found`)
  const parsed = parseJson(file.text, { exact: true })
  if (!parsed.ok) return skip('malformed', `${file.path} is not JSON: ${parsed.why}`)
  const values = wanted.map(([name, at]) => [name, valueAt(parsed.value, at)] as const)
  return { values: Object.fromEntries(values.filter(([, value]) => value !== undefined)) }
}

function envPart(texts: readonly Text[], unread: Unread[]): Read {
  const [file, second] = texts.filter(({ kind }) => kind === 'env')
  if (file === undefined) return {}
  if (second === undefined) {
    const variables = envFileOf(file.text)
    if (variables !== undefined) return { envKeys: [...variables.keys()] }
    unread.push({ path: ['envKeys'], reason: 'malformed', detail: `${file.path} has a line that is no NAME=value` })
    return {}
  }
  unread.push({
    path: ['envKeys'],
    reason: 'insufficient',
    detail: `names are taken from one env file, but ${file.path} and ${second.path} were found`,
  })
  return {}
}

function requirementsPart(texts: readonly Text[], unread: Unread[]): Read {
  const files = texts.filter(({ kind }) => kind === 'requirements')
  if (files.length === 0) return {}
  const there = new Set(files.map(({ path }) => normalize(path)))
  const all = new Map<string, Requirement>()
  for (const { path, text } of files) {
    const { packages, includes } = requirementsOf(text)
    for (const [name, requirement] of packages) all.set(name, together(all.get(name), requirement))
    const other = includes.find((one) => !there.has(normalize(join(dirname(path), one))))
    if (other !== undefined)
      unread.push({ path: ['requirements'], reason: 'insufficient', detail: `${path} includes ${other}, which is not among \`paths\`` })
  }
  return { requirements: Object.fromEntries(all) }
}
