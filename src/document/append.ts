import { isSeq, parseDocument, stringify } from 'yaml'
import type { YAMLSeq } from 'yaml'

const STYLE = { lineWidth: 120 } as const

/**
 * The text of a YAML file that is a list, with one more entry at its end. Everything that was there stays as it was
 * written: comments, quotes, indentation, line ends. An empty text becomes a list of one. The text must be sound and a
 * list (`readDocument` says so before); else it throws.
 */
export function appendEntry(text: string, entry: Readonly<Record<string, unknown>>): string {
  const document = parseDocument(text)
  const { contents } = document
  if (document.errors.length > 0) throw new Error('the text is not sound YAML')
  if (contents !== null && !isSeq(contents)) throw new Error('the text is not a list')
  const written = contents === null || contents.flow !== true ? below(text, contents, entry) : undefined
  if (written !== undefined && isOneMore(text, written, entry)) return written
  if (contents === null) throw new Error('the entry cannot be written below this text')
  contents.flow = contents.items.length > 0 && contents.flow === true
  document.add(document.createNode(entry))
  return document.toString(STYLE)
}

/** The entry as text below the list, indented as its dashes are. */
function below(text: string, contents: YAMLSeq | null, entry: Readonly<Record<string, unknown>>): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  const indent = ' '.repeat(contents === null ? 0 : columnOf(text, contents.range?.[0] ?? 0))
  const lines = stringify([entry], STYLE)
    .trimEnd()
    .split('\n')
    .map((line) => indent + line)
  const before = text === '' || text.endsWith('\n') ? text : text + end
  return before + lines.join(end) + end
}

const columnOf = (text: string, offset: number): number => offset - (text.lastIndexOf('\n', offset - 1) + 1)

function isOneMore(before: string, after: string, entry: Readonly<Record<string, unknown>>): boolean {
  const document = parseDocument(after)
  const old: unknown = parseDocument(before).toJS() ?? []
  if (document.errors.length > 0 || !Array.isArray(old)) return false
  return JSON.stringify(document.toJS()) === JSON.stringify([...old, entry])
}
