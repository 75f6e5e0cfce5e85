import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { loadChecklist } from '../../src/checklist/load.ts'
import { RESERVED_NAMES, resultSchema } from '../../src/expression/index.ts'
import type { ProbeLook, Step, TemplateTree } from '../../src/looks/model.ts'
import type { Description, Probe } from '../../src/probes/contract.ts'
import { PROBE_NAMES, loadProbe } from '../../src/probes/registry.ts'
import { Secret } from '../../src/redaction/secret.ts'
import { inputOf, laidOver, outputOf, propertiesOf, secretPlaces } from './schemas.ts'

const home = fileURLToPath(new URL('../../src/probes/', import.meta.url))
const VALUE = 'hunter2-Zk9qLmX4'
const WHERE = { origin: 'https://api.example.com', target: 'main' }

it('has a line in the registry for every folder, and a folder for every line', () => {
  const folders = readdirSync(home, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  expect(folders.sort()).toEqual([...PROBE_NAMES].sort())
  expect(folders.length).toBeGreaterThan(10)
})

it('knows no probe by a name of the prototype', async () => {
  expect(await loadProbe('constructor')).toBeUndefined()
  expect(await loadProbe('toString')).toBeUndefined()
})

describe.each(PROBE_NAMES)('%s', async (name) => {
  const probe = (await loadProbe(name)) as Probe
  const params = () => propertiesOf(inputOf(probe.params))
  const observed = () => propertiesOf(outputOf(probe.observation))
  const source = (file: string) => readFileSync(`${home}${name}/${file}`, 'utf8')

  it('is called as its folder and told in one sentence', () => {
    expect(probe.name).toBe(name)
    expect(probe.summary).toMatch(/^[A-Z][^\n]{19,140}$/)
    expect(probe.summary).not.toMatch(/[.!?] [A-Z]/)
  })

  it('has a deadline between a second and five minutes, and reads unless it says so', () => {
    expect(probe.timeoutMs).toBeGreaterThanOrEqual(1000)
    expect(probe.timeoutMs).toBeLessThanOrEqual(300_000)
    expect(['read', 'declare']).toContain(probe.effect({}))
  })

  it('describes every parameter and every observed field, at every level', () => {
    expect(params()).not.toEqual([])
    expect(observed()).not.toEqual([])
    const bare = [...params(), ...observed()].filter(({ node }) => (node.description ?? '').length < 3).map(({ path }) => path)
    expect(bare).toEqual([])
  })

  it('observes under names that CEL can read', () => {
    expect(
      observed()
        .map((one) => one.name)
        .filter((one) => !/^[a-z][A-Za-z0-9_]*$/.test(one)),
    ).toEqual([])
    expect(
      params()
        .map((one) => one.name)
        .filter((one) => !/^[a-z][A-Za-z0-9_]*$/.test(one)),
    ).toEqual([])
    expect(Object.keys(outputOf(probe.observation).properties ?? {}).filter((one) => RESERVED_NAMES.has(one))).toEqual([])
  })

  it('has two examples or more, and each is a whole item that loads without a problem', async () => {
    expect(probe.examples.length).toBeGreaterThanOrEqual(2)
    for (const { title, yaml } of probe.examples) {
      const loaded = await exampleOf(yaml)
      expect({ title, problems: loaded.ok ? loaded.warnings : loaded.problems }).toEqual({ title, problems: [] })
    }
  })

  it('describes what its examples would do', async () => {
    for (const { yaml } of probe.examples) {
      for (const raw of await rawParams(name, yaml)) {
        const { summary } = described(probe, raw)
        expect(summary).toMatch(/^[^\n]{3,}$/)
        expect(summary).not.toContain('undefined')
      }
    }
  })

  it('never shows a secret in a description', async () => {
    const secret = new Secret(VALUE, 'secrets.apiKey')
    const places = secretPlaces(inputOf(probe.params), secret)
    const raws = (await Promise.all(probe.examples.map(({ yaml }) => rawParams(name, yaml)))).flat()
    const tried = places
      .flatMap((place) => [place, ...raws.flatMap((raw) => [laidOver(raw, place), laidOver(place, raw)])])
      .filter((raw) => probe.params.safeParse(raw).success)
    if (places.length > 0) expect(tried).not.toEqual([])
    for (const raw of tried) {
      const text = JSON.stringify(described(probe, raw))
      expect(text).not.toContain(VALUE)
      expect(text).not.toContain(encodeURIComponent(VALUE))
      expect(text).not.toContain('[object')
    }
  })

  it('has a page with the places of its generated tables', () => {
    const page = source('README.md')
    expect(page.startsWith(`# ${name}\n`)).toBe(true)
    for (const part of ['params', 'observation']) expect(page).toMatch(new RegExp(`<!-- generated:${part} -->[^]*?<!-- /generated -->`))
    expect(page).toMatch(/^## Limits/m)
  })

  it('has a manifest without logic, which loads what looks only when it is asked to', () => {
    const manifest = source('index.ts')
    expect(manifest.split('\n').length - 1).toBeLessThanOrEqual(60)
    expect(manifest).not.toMatch(/^import[^\n]*observe\.ts/m)
    expect(manifest).toContain("(await import('./observe.ts')).observe")
    expect(manifest).not.toMatch(/\b(?:for|while|switch|try|if) ?\(|\bawait (?!import)/)
    expect(existsSync(`${home}${name}/observe.test.ts`)).toBe(true)
  })
})

const described = (probe: Probe, raw: unknown): Description => probe.describe(probe.params.parse(raw), WHERE)

/** A checklist around one item; other items and values that examples speak of are left to them. */
function exampleOf(yaml: string) {
  const item = yaml
    .trim()
    .split('\n')
    .map((line, index) => `${index === 0 ? '      - ' : '        '}${line}`)
    .join('\n')
  return loadChecklist(
    'example.yaml',
    Buffer.from(`readiness: 1\nid: example\ntitle: Example\nsections:\n  - title: Section\n    items:\n${item}\n`),
  )
}

/** What the uses of this probe in an example say under `with`, expressions filled with a word. */
async function rawParams(name: string, yaml: string): Promise<unknown[]> {
  const loaded = await exampleOf(yaml)
  if (!loaded.ok) return []
  const uses = [...loaded.value.looks.values()].flatMap((look): (ProbeLook | Step)[] =>
    look.kind === 'probe' ? [look] : [...look.steps, ...look.finally],
  )
  return uses
    .filter(({ probe }) => probe === name)
    .flatMap((use) => {
      const rows = 'each' in use && use.each ? use.each.map(([, row]) => plain(row, {})) : [{}]
      return rows.map((row) => plain(use.with, row as Record<string, unknown>))
    })
}

function plain(tree: TemplateTree, row: Readonly<Record<string, unknown>>): unknown {
  switch (tree.kind) {
    case 'literal':
      return tree.value
    case 'template':
      return standIn(tree, row)
    case 'list':
      return tree.items.map((item) => plain(item, row))
    case 'map':
      return Object.fromEntries(tree.entries.map(([key, value]) => [key, plain(value, row)]))
  }
}

function standIn({ template }: Extract<TemplateTree, { kind: 'template' }>, row: Readonly<Record<string, unknown>>): unknown {
  const [program] = template.programs
  const [root, name] = program?.reads[0] ?? []
  if (root === 'each') return row[String(name)]
  // Of what is saved in public only the run knows the kind; what examples save so are lists.
  if (root === 'saved' && program && resultSchema(program)['x-cel'] !== 'secret') return []
  return root === 'secrets' || root === 'saved' ? new Secret(VALUE, 'secrets.apiKey') : 'word'
}
