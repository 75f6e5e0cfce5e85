import type { Path } from '../core/unread.ts'
import { resultSchema } from '../expression/index.ts'
import type { Template } from '../expression/index.ts'
import { Secret } from '../redaction/secret.ts'
import type { TemplateTree } from './model.ts'

/** A place whose value is only known when it runs. */
export interface StandIn {
  readonly path: Path
  readonly kind: Kind
}

const KINDS = ['text', 'whole number', 'number', 'truth value', 'list', 'secret', 'anything'] as const
export type Kind = (typeof KINDS)[number]

/** Two values of each kind: what is wrong with only one of them is wrong with the content, not with the document. */
const VALUES: Readonly<Record<Kind, readonly [unknown, unknown]>> = {
  text: ['value', 'https://value.example/2'],
  'whole number': [1, 1000],
  number: [1, 1000],
  'truth value': [true, false],
  list: [[], []],
  secret: [new Secret('value', 'stand-in'), new Secret('another', 'stand-in')],
  anything: ['value', 'https://value.example/2'],
}

const BY_TYPE: Readonly<Record<string, Kind>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'truth value',
  array: 'list',
}
const BY_MARK: Readonly<Record<string, Kind>> = { secret: 'secret', timestamp: 'text' }

/** The data of a tree with a value of the right kind for each template, and where these stand. */
export function withStandIns(tree: TemplateTree, variant: 0 | 1): { value: unknown; standIns: StandIn[] } {
  const standIns: StandIn[] = []
  const fill = (part: TemplateTree, path: Path): unknown => {
    switch (part.kind) {
      case 'literal':
        return part.value
      case 'list':
        return part.items.map((item, i) => fill(item, [...path, i]))
      case 'map':
        return Object.fromEntries(part.entries.map(([key, item]) => [key, fill(item, [...path, key])]))
      case 'template': {
        const kind = kindOf(part.template)
        standIns.push({ path, kind })
        return VALUES[kind][variant]
      }
    }
  }
  return { value: fill(tree, []), standIns }
}

/** What a template renders to, as far as its types tell. */
function kindOf(template: Template): Kind {
  const kinds = template.programs.map((program): Kind => {
    const schema = resultSchema(program)
    return BY_MARK[String(schema['x-cel'])] ?? BY_TYPE[String(schema['type'])] ?? 'anything'
  })
  if (template.parts.length === 1) return kinds[0] ?? 'text'
  return kinds.includes('secret') ? 'secret' : 'text'
}
