import { nearest } from '../core/nearest.ts'
import type { Problem } from '../core/problem.ts'
import type { Path } from '../core/unread.ts'
import type { SourceDocument } from '../document/document.ts'

export type Variables = Readonly<Record<string, string | undefined>>

export interface Substituted<T> {
  readonly value: T
  /** Variables without a value, each at its `${env.NAME}`. */
  readonly unset: readonly Problem[]
  /** The document, with offsets in the texts as they are now leading to the texts as they were written. */
  readonly document: SourceDocument
}

/** One replacement: offsets in the text as written, and how long it became. */
interface Edit {
  readonly start: number
  readonly end: number
  readonly length: number
}

const MARK = /\$\$\{|\$\{\s*env\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*["']([A-Za-z_]\w*)["']\s*\])\s*\}/g
/** Stands for a value that is not there while the rest is checked; such an environment cannot be chosen. */
const PLACEHOLDER = 'unset'

/**
 * Replaces every `${env.NAME}` below a path of the document, once and as data: a `${` in a value stays text, in `data`
 * as it is, in `templates` escaped for the compiler. An unset or empty variable is a problem at its place, never the
 * empty string.
 */
export function substituteEnv<T>(
  document: SourceDocument,
  path: Path,
  value: T,
  env: Variables,
  into: 'data' | 'templates',
): Substituted<T> {
  const edits = new Map<string, readonly Edit[]>()
  const unset: Problem[] = []

  function text(at: Path, source: string): string {
    const made: Edit[] = []
    const pieces: Piece[] = []
    let from = 0
    for (const { 0: whole, 1: dotted, 2: indexed, index: start } of source.matchAll(MARK)) {
      pieces.push({ text: source.slice(from, start) })
      from = start + whole.length
      const name = dotted ?? indexed
      const raw = name === undefined ? undefined : (env[name] ?? '')
      if (name !== undefined && raw === '') unset.push(missing(document.placeIn(at, start, from), name, env))
      pieces.push({ text: raw === '' ? PLACEHOLDER : (raw ?? whole), ...(name === undefined ? {} : { edit: { start, end: from } }) })
    }
    pieces.push({ text: source.slice(from) })
    const filled = pieces.filter((piece) => piece.text !== '')
    const written = filled.map((piece, i) => (into === 'data' ? plain(piece) : escaped(piece, filled[i + 1])))
    for (const [i, { edit }] of filled.entries()) {
      if (edit) made.push({ ...edit, length: written[i]?.length ?? 0 })
    }
    if (made.length > 0) edits.set(JSON.stringify(at), made)
    return written.join('')
  }

  function walk(at: Path, node: unknown): unknown {
    if (typeof node === 'string') return text(at, node)
    if (Array.isArray(node)) return node.map((item, index) => walk([...at, index], item))
    if (node === null || typeof node !== 'object') return node
    return Object.fromEntries(Object.entries(node).map(([name, item]) => [name, walk([...at, name], item)]))
  }

  const placeIn: SourceDocument['placeIn'] = (at, start, end, kind) => {
    const made = edits.get(JSON.stringify(at)) ?? []
    return document.placeIn(at, original(made, start, 'start'), original(made, end, 'end'), kind)
  }
  return { value: walk(path, value) as T, unset, document: { ...document, placeIn } }
}

/** Text of the author, or with `edit` the value of a variable that stands at these offsets. */
interface Piece {
  readonly text: string
  readonly edit?: Omit<Edit, 'length'>
}

const plain = ({ text, edit }: Piece): string => (edit === undefined && text === '$${' ? '${' : text)

/** A value in which the compiler finds no `${`, not even one that the text after it would complete. */
function escaped({ text, edit }: Piece, next: Piece | undefined): string {
  if (edit === undefined) return text
  const inner = text.replaceAll('${', () => '$${')
  return inner.endsWith('$') && next?.text.startsWith('{') === true ? `${inner}$` : inner
}

function missing(place: Problem['place'] & object, name: string, env: Variables): Problem {
  const near = nearest(
    name,
    Object.keys(env).filter((known) => (env[known] ?? '') !== ''),
  )
  return {
    code: 'unset-variable',
    level: 'error',
    message: `the variable ${name} is ${env[name] === '' ? 'empty' : 'not set'}`,
    place,
    hint: near === undefined ? `set ${name}, or choose another environment` : `did you mean ${near}? Else set ${name}`,
  }
}

/** The offset in the text as written; one inside a value leads to that side of its `${env.NAME}`. */
function original(edits: readonly Edit[], offset: number, side: 'start' | 'end'): number {
  let shift = 0
  for (const edit of edits) {
    const from = edit.start + shift
    if (offset <= from) break
    if (offset < from + edit.length) return edit[side]
    shift += edit.length - (edit.end - edit.start)
  }
  return offset - shift
}
