import { parse } from 'yaml'
import { loadChecklist } from '../../src/checklist/load.ts'
import type { ReadPack } from '../../src/checklist/packs.ts'
import { loadAttestations } from '../../src/config/attestations.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Problem } from '../../src/core/problem.ts'
import { blocksOf } from './markdown.ts'
import type { Block } from './markdown.ts'

const HEAD = 'readiness: 1\nid: example\ntitle: Example\n'
const ITEM =
  'sections:\n  - title: Section\n    items:\n      - { id: a, title: A, severity: low, probe: http, with: { path: / }, expect: "status == 200" }\n'
/** Environments of examples speak of these; the values are as plain as names. */
const ENV = { PREVIEW_URL: 'https://preview.example.com', PREVIEW_LEAGUE: 'league_9' }

export type Kind = 'checklist' | 'part of a checklist' | 'item' | 'configuration' | 'attestations' | 'pack' | 'workflow'

/** What a YAML block is, by its fence or by its content; undefined when nobody could load it. */
export function kindOf({ info, text }: Block): Kind | undefined {
  if (info === 'yaml item') return 'item'
  if (info === 'yaml attestations') return 'attestations'
  if (info === 'yaml pack') return 'pack'
  if (info !== 'yaml') return undefined
  const has = (key: string) => new RegExp(`^${key}:`, 'm').test(text)
  if (has('readiness')) return has('environments') ? 'configuration' : 'checklist'
  if (has('jobs')) return 'workflow'
  return ['looks', 'gate', 'sections', 'facts', 'params'].some(has) ? 'part of a checklist' : undefined
}

/** The whole document that a block stands for. */
export function documentOf(block: Block): string {
  switch (kindOf(block)) {
    case 'item':
      return `${HEAD}sections:\n  - title: Section\n    items:\n${block.text.replaceAll(/^(?=.)/gm, '      ')}`
    case 'pack':
      return `${HEAD}sections:\n  - title: Section\n    items:\n      - { include: pack.yaml, as: example, severity: low }\n`
    case 'part of a checklist':
      return HEAD + block.text + (/^sections:/m.test(block.text) ? '' : ITEM)
    default:
      return block.text
  }
}

/** Loads a block by the loader that the command line uses; gives everything that is wrong, warnings of whole documents too. */
export async function problemsOf(block: Block): Promise<readonly Problem[]> {
  const bytes = Buffer.from(documentOf(block))
  const file = `${block.page}:${block.line}`
  const kind = kindOf(block)
  if (kind === 'workflow') {
    parse(block.text)
    return []
  }
  if (kind === 'configuration') return all(await loadConfig(file, bytes, { env: ENV }), true)
  if (kind === 'attestations') return all(loadAttestations(file, bytes), true)
  return all(await loadChecklist(file, bytes, { readPack: packsOf(block) }), kind !== 'part of a checklist')
}

/** A block that is a pack is included itself; one that includes a pack gets that of the same page. */
const packsOf =
  (block: Block): ReadPack =>
  async () => {
    const pack = kindOf(block) === 'pack' ? block : blocksOf(block.page).find((one) => kindOf(one) === 'pack')
    return pack ? { file: `${pack.page}:${pack.line}`, bytes: Buffer.from(pack.text) } : { why: 'the page shows no pack' }
  }

const all = (
  loaded: { ok: true; warnings: readonly Problem[] } | { ok: false; problems: readonly Problem[] },
  strict: boolean,
): readonly Problem[] => {
  if (!loaded.ok) return loaded.problems
  return strict ? loaded.warnings : []
}

/** Every key that stands anywhere in a block, after the keys above it. */
export function keysIn(block: Block): readonly (readonly string[])[] {
  const walk = (node: unknown, above: readonly string[]): (readonly string[])[] => {
    if (Array.isArray(node)) return node.flatMap((one) => walk(one, above))
    if (node === null || typeof node !== 'object') return []
    return Object.entries(node).flatMap(([key, value]) => [[...above, key], ...walk(value, [...above, key])])
  }
  return walk(parse(kindOf(block) === 'pack' ? block.text : documentOf(block)), [])
}
