import { Secret, shellName, type ShellPart } from '../redaction/secret.ts'
import { compile } from './compile.ts'
import type { Program } from './compile.ts'
import { resultOf } from './evaluate.ts'
import type { Context, Result } from './evaluate.ts'
import { problemAt } from './problem.ts'
import type { ExpressionProblem } from './problem.ts'
import type { Scope } from './scope.ts'

/** A text with `${cel}` in it; `$${` is a plain `${`. */
export interface Template {
  readonly kind: 'template'
  readonly text: string
  readonly parts: readonly (string | Program)[]
  readonly programs: readonly Program[]
  /** It has no `${}`: what it renders to is known now. */
  readonly literal: boolean
}

/** What a template renders to, or why it does not. */
export type Rendering = { kind: 'value'; value: unknown } | Exclude<Result, { kind: 'true' | 'false' | 'value' }>

const WHOLE_ONLY = /^(list|map|object\.|bytes|type|Version)/

/** Compiles every `${}` of a text. The offsets of a problem are into the whole text. */
export function compileTemplate(scope: Scope, text: string): Template | ExpressionProblem {
  const pieces = split(text)
  if (!Array.isArray(pieces)) return pieces
  const parts: (string | Program)[] = []
  for (const piece of pieces) {
    if ('text' in piece) {
      parts.push(piece.text)
      continue
    }
    const part = compilePiece(scope, piece, pieces.length > 1)
    if (part.kind === 'problem') return part
    parts.push(part)
  }
  const programs = parts.filter((part) => typeof part !== 'string')
  return { kind: 'template', text, parts, programs, literal: programs.length === 0 }
}

/**
 * A template that is one `${}` keeps the type of its value. In a text stand texts, numbers, truth values and times; a
 * secret among them makes the whole a Secret.
 */
export function renderTemplate(template: Template, context: Context): Rendering {
  const [only] = template.parts
  if (only !== undefined && typeof only !== 'string' && template.parts.length === 1) return valueOf(only, context)
  let text = ''
  let secret: Secret | undefined
  const parts: ShellPart[] = []
  for (const part of template.parts) {
    if (typeof part === 'string') {
      text += part
      parts.push(part)
      continue
    }
    const rendering = valueOf(part, context)
    if (rendering.kind !== 'value') return rendering
    const { value } = rendering
    if (value instanceof Secret) secret ??= value
    const word = inText(value)
    if (word === undefined)
      return { kind: 'mismatch', why: `\${${part.source}} is not a text, a number or a truth value, so it cannot stand inside a text` }
    text += word
    parts.push(...(value instanceof Secret ? (value.parts ?? [{ variable: shellName(value.name) }]) : [word]))
  }
  return { kind: 'value', value: secret ? new Secret(text, secret.name, parts) : text }
}

type Piece = { text: string } | { source: string; at: number }

function compilePiece(scope: Scope, { source, at }: { source: string; at: number }, inside: boolean): Program | ExpressionProblem {
  if (source.trim() === '') return problemAt({ start: at - 2, end: at + source.length + 1 }, 'empty', 'there is nothing in this ${}')
  const program = compile(scope, source, 'any')
  if (program.kind === 'problem') return { ...program, start: program.start + at, end: program.end + at }
  if (!inside || !WHOLE_ONLY.test(program.type)) return program
  return problemAt({ start: at, end: at + source.length }, 'not_text', `a ${program.type} cannot stand inside a text`)
}

function valueOf(program: Program, context: Context): Rendering {
  const { result } = resultOf(program, context)
  if (result.kind === 'true' || result.kind === 'false') return { kind: 'value', value: result.kind === 'true' }
  return result
}

function inText(value: unknown): string | undefined {
  if (value instanceof Secret) return value.reveal()
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? undefined : String(value)
}

function split(text: string): Piece[] | ExpressionProblem {
  const pieces: Piece[] = []
  let plain = ''
  let at = 0
  while (at < text.length) {
    if (text.startsWith('$${', at)) {
      plain += '${'
      at += 3
      continue
    }
    if (!text.startsWith('${', at)) {
      plain += text[at++]
      continue
    }
    const close = closing(text, at + 2)
    if (close < 0) return problemAt({ start: at, end: at + 2 }, 'unclosed', 'no } closes this ${', 'write $${ for a plain ${')
    if (plain) pieces.push({ text: plain })
    pieces.push({ source: text.slice(at + 2, close), at: at + 2 })
    plain = ''
    at = close + 1
  }
  if (plain || pieces.length === 0) pieces.push({ text: plain })
  return pieces
}

/** The index of the `}` that closes, past quoted texts and maps; -1 without one. */
function closing(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const character = text[at]
    if (character === '"' || character === "'") at = quoteEnd(text, at, character)
    else if (character === '{') depth++
    else if (character === '}' && depth-- === 0) return at
  }
  return -1
}

/** The index of a quoted text's last character. */
function quoteEnd(text: string, from: number, quote: string): number {
  const mark = text.startsWith(quote.repeat(3), from) ? quote.repeat(3) : quote
  let at = from + mark.length
  while (at < text.length && !text.startsWith(mark, at)) at += text[at] === '\\' ? 2 : 1
  return at + mark.length - 1
}
