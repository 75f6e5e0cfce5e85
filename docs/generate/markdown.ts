import type { Field } from '../../src/probes/fields-of.ts'

/** A GitHub table; cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** Text for a cell: what would end the cell or begin a tag is escaped, also within code, where a bar still ends a cell. */
export const cell = (text: string): string =>
  text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll('<', '&lt;')))
    .join('`')
    .replaceAll('|', String.raw`\|`)
    .replaceAll('\n', ' ')

/** Parameters, or keys of a file: with the default, or that it must be given. */
export const inputTable = (fields: readonly Field[], name = 'parameter'): string =>
  table(
    [name, 'kind', 'default', 'meaning'],
    fields.map((field) => [`\`${field.path}\``, cell(field.type), whenMissing(field), cell(field.description)]),
  )

/** Fields of an observation. */
export const outputTable = (fields: readonly Field[]): string =>
  table(
    ['field', 'kind', 'meaning'],
    fields.map(({ path, type, optional, description }) => [
      `\`${path}\``,
      `${cell(type)}${optional ? ', optional' : ''}`,
      cell(description),
    ]),
  )

function whenMissing({ optional, default: value }: Field): string {
  if (value !== undefined) return `\`${cell(value)}\``
  return optional ? '' : 'required'
}

const OPEN = /<!-- generated:([a-z-]+) -->/g
const CLOSE = '<!-- /generated -->'

/** Puts the parts between their markers; a part without markers, or markers without a part, is thrown. */
export function fill(page: string, parts: Readonly<Record<string, string>>, name: string): string {
  const open = [...page.matchAll(OPEN)].map(([, part = '']) => part)
  const odd = [...open.filter((part) => parts[part] === undefined), ...Object.keys(parts).filter((part) => !open.includes(part))]
  if (odd.length > 0) throw new Error(`${name}: markers and generated parts do not go together: ${odd.join(', ')}`)
  let text = page
  for (const part of open) {
    const start = `<!-- generated:${part} -->`
    const from = text.indexOf(start) + start.length
    const to = text.indexOf(CLOSE, from)
    if (to < 0) throw new Error(`${name}: ${start} is not closed by ${CLOSE}`)
    text = `${text.slice(0, from)}\n\n${parts[part] ?? ''}\n\n${text.slice(to)}`
  }
  return text
}
