import { describe, expect, it } from 'vitest'
import { CHECKLIST_KEYS, CONFIG_KEYS, keysOf } from '../../docs/generate/keys.ts'
import { EnvironmentFile } from '../../src/config/schema.ts'
import { blocksOf, namesIn, pages } from './markdown.ts'
import { keysIn, kindOf } from './yaml-blocks.ts'

const shown = pages
  .flatMap(blocksOf)
  .filter((block) => kindOf(block) !== undefined)
  .flatMap(keysIn)

const LISTED = ['items', 'any', 'all']

/** Whether the keys of a part may stand below these keys. */
const PLACES: Readonly<Record<string, (above: readonly string[]) => boolean>> = {
  head: (above) => above.length === 0,
  section: (above) => above.at(-1) === 'sections',
  item: (above) => LISTED.includes(above.at(-1) ?? ''),
  look: (above) => above.at(-2) === 'looks' || LISTED.includes(above.at(-1) ?? ''),
  step: (above) => ['steps', 'finally'].includes(above.at(-1) ?? ''),
  save: (above) => above.at(-2) === 'save',
  param: (above) => above.at(-2) === 'params',
  gate: (above) => above.at(-1) === 'gate',
  attest: (above) => above.at(-1) === 'attest',
  include: (above) => LISTED.includes(above.at(-1) ?? ''),
  adjust: (above) => above.at(-1) === 'items',
  pack: (above) => above.length === 0,
  config: (above) => above.length === 0,
  environment: (above) => above.at(-2) === 'environments',
}

/** Headings below which the tables stand. */
const CHECKLIST_TABLES: Readonly<Record<string, string>> = {
  head: 'The head',
  section: 'Sections',
  item: 'Items',
  look: 'Looks',
  param: 'Parameters',
  gate: 'Gate',
  attest: "`attest`: a person's word",
}

describe.each(Object.entries({ ...CHECKLIST_KEYS, ...CONFIG_KEYS }))('keys of %s', (part, schema) => {
  const names = keysOf(schema).map(({ path }) => path)

  it('stand all in an example that loads', () => {
    expect(names.length).toBeGreaterThan(1)
    const isShown = (key: string) => shown.some((keys) => keys.at(-1) === key && PLACES[part]?.(keys.slice(0, -1)))
    expect(names.filter((key) => !isShown(key))).toEqual([])
  })

  it('say what they mean', () => {
    expect(keysOf(schema).filter(({ description }) => description.length < 3)).toEqual([])
  })
})

it.each(Object.entries(CHECKLIST_TABLES))('keys of %s are those of the table below "%s", and no others', (part, heading) => {
  const schema = CHECKLIST_KEYS[part]
  expect(namesIn('docs/checklist.md', heading).sort()).toEqual(
    schema
      ? keysOf(schema)
          .map(({ path }) => path)
          .sort()
      : [],
  )
})

it('keys of readiness.yaml are those of the tables, and no others', () => {
  expect(namesIn('docs/environments.md', 'Keys of an environment').sort()).toEqual(
    keysOf(EnvironmentFile)
      .map(({ path }) => path)
      .sort(),
  )
})
