import { createHash } from 'node:crypto'
import { parseDocument } from 'yaml'
import type { Document } from 'yaml'
import type { Loaded, Place, Problem } from '../core/problem.ts'
import type { Path } from '../core/unread.ts'
import { build } from './build.ts'
import type { Fault } from './build.ts'
import { decode } from './decode.ts'
import { linesOf } from './lines.ts'
import type { Lines } from './lines.ts'
import { expressionTrouble } from './expression-trouble.ts'
import { lookUp } from './look-up.ts'
import { offsetsOf } from './offsets.ts'
import { explainSyntax, withoutFollowing } from './syntax.ts'

/** A YAML document as plain data, with the way back from any part of it to its place in the text. */
export interface SourceDocument {
  readonly file: string
  readonly text: string
  /** SHA-256 of the bytes, hex. */
  readonly digest: string
  /** Plain data: no Map, no shared parts, no number that lost digits. */
  readonly value: unknown
  /** The place of a value, or of its key; of the nearest part around it when there is no such path. */
  place(path: Path, part?: 'key' | 'value'): Place
  /**
   * The place of [start, end) within the value of a scalar, whatever its notation. `expression` says that all of it is an
   * expression, so that the line is quoted unmasked even below a key such as `token`.
   */
  placeIn(path: Path, start: number, end: number, kind?: 'expression'): Place
  /** What YAML made of a value that should be an expression, when that is not its whole text. */
  scalarTrouble(path: Path): Problem | undefined
}

/** Reads one YAML 1.2 document (core schema, nothing but plain data), or says all that is wrong with it. */
export function readDocument(file: string, bytes: Uint8Array): Loaded<SourceDocument> {
  const decoded = decode(file, bytes)
  if ('problem' in decoded) return { ok: false, problems: [decoded.problem] }
  const { text } = decoded
  const lines = linesOf(file, text)
  const parsed = parse(text)
  if (parsed === undefined) {
    return failed([{ code: 'too-deep', message: 'the YAML parser gave up on this document', range: [0, 1] }], lines)
  }

  const syntax = [...parsed.errors, ...parsed.warnings]
    .filter((error) => error.code !== 'TAG_RESOLVE_FAILED')
    .map((error): Fault => ({ ...explainSyntax(error.code), range: error.pos }))
  if (syntax.length > 0) return failed(withoutFollowing(syntax, text), lines)

  const { value, faults, secrets } = build(parsed.contents, text)
  lines.hideRanges(secrets)
  const unresolved = faults.some((fault) => fault.code === 'yaml-tag') ? [] : parsed.warnings
  if (faults.length > 0 || unresolved.length > 0) {
    return failed([...faults, ...unresolved.map((error): Fault => ({ ...explainSyntax(error.code), range: error.pos }))], lines)
  }
  if (value === null || value === '') return failed([{ code: 'empty-document', message: 'the document is empty', range: [0, 1] }], lines)

  const digest = createHash('sha256').update(bytes).digest('hex')
  return { ok: true, value: { file, text, digest, value, ...placing(parsed, text, lines) }, warnings: [] }
}

function parse(text: string): Document.Parsed | undefined {
  try {
    // Keys are compared in build(): the parser's own comparison is quadratic. Level "silent" would hide a second document.
    return parseDocument(text, {
      version: '1.2',
      schema: 'core',
      strict: true,
      stringKeys: true,
      uniqueKeys: false,
      merge: false,
      prettyErrors: false,
      logLevel: 'error',
    })
  } catch {
    return undefined
  }
}

function placing(parsed: Document.Parsed, text: string, lines: Lines): Pick<SourceDocument, 'place' | 'placeIn' | 'scalarTrouble'> {
  return {
    place(path, part = 'value') {
      const found = lookUp(parsed.contents, path)
      const [start, end] = part === 'key' ? (found.key ?? found.value) : found.value
      return lines.place(start, end)
    },
    placeIn(path, start, end, kind) {
      const found = lookUp(parsed.contents, path)
      if (!found.scalar) return lines.place(...found.value)
      const offsetAt = offsetsOf(found.scalar, text)
      const from = offsetAt(start) ?? found.value[0]
      const to = offsetAt(end) ?? found.value[1]
      return lines.place(from, Math.max(to, from + 1), kind === 'expression' ? found.value : undefined)
    },
    scalarTrouble(path) {
      const found = lookUp(parsed.contents, path)
      const trouble = expressionTrouble(found, text)
      return trouble && { level: 'error', ...trouble, place: lines.place(...found.value) }
    },
  }
}

function failed(faults: readonly Fault[], lines: Lines): Loaded<never> {
  const problems = [...faults]
    .sort((a, b) => a.range[0] - b.range[0])
    .map(({ code, message, range, hint, before }): Problem => {
      const first = before && lines.place(...before)
      return {
        code,
        level: 'error',
        place: lines.place(...range),
        message: first ? `${message}, first on line ${first.line}, column ${first.column}` : message,
        ...(hint !== undefined && { hint }),
      }
    })
  return { ok: false, problems }
}
