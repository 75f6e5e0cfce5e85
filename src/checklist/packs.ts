import type { Problem } from '../core/problem.ts'
import type { Path } from '../core/unread.ts'
import { readDocument } from '../document/document.ts'
import type { SourceDocument } from '../document/document.ts'
import { fromZod } from '../document/from-zod.ts'
import { isRecord } from '../looks/observation.ts'
import { PackSchema } from './schema.ts'
import type { RawPack } from './schema.ts'

/** The file of a pack, or why there is none, in words. `path` is what the checklist writes. */
export type ReadPack = (
  path: string,
) => Promise<{ readonly file: string; readonly bytes: Uint8Array } | { readonly why: string; readonly hint?: string }>

/** A pack as it was read, nothing of it compiled yet. */
export interface PackFile {
  readonly document: SourceDocument
  readonly raw: Omit<RawPack, 'readiness' | 'title'>
}

/** Reads every pack that a checklist includes, each once; what cannot be read is reported where it is included. */
export async function readPacks(
  document: SourceDocument,
  sections: readonly unknown[],
  read: ReadPack,
  report: (problem: Problem) => void,
): Promise<Map<string, PackFile>> {
  const packs = new Map<string, PackFile>()
  for (const [path, places] of includesIn(sections)) {
    const pack = await readPack(path, read, report)
    if ('value' in pack) packs.set(path, pack.value)
    else if (pack.why !== undefined)
      for (const at of places)
        report({
          code: 'pack-unreadable',
          level: 'error',
          message: `the pack ${path} cannot be used: ${pack.why}`,
          place: document.place([...at, 'include']),
          ...(pack.hint !== undefined && { hint: pack.hint }),
        })
  }
  return packs
}

async function readPack(
  path: string,
  read: ReadPack,
  report: (problem: Problem) => void,
): Promise<{ value: PackFile } | { why?: string; hint?: string }> {
  const found = await read(path)
  if ('why' in found) return found
  const loaded = readDocument(found.file, found.bytes)
  if (!loaded.ok) {
    loaded.problems.forEach(report)
    return {}
  }
  const document = loaded.value
  const parsed = PackSchema.safeParse(document.value)
  if (parsed.success) return { value: { document, raw: parsed.data } }
  for (const problem of fromZod(document, parsed.error, [], PackSchema)) report(problem)
  return {}
}

/** The paths that stand after `include` anywhere in lists of items, with their places. */
function includesIn(sections: readonly unknown[]): Map<string, Path[]> {
  const found = new Map<string, Path[]>()
  const visit = (list: unknown, path: Path) => {
    if (!Array.isArray(list)) return
    for (const [i, item] of list.entries()) {
      if (!isRecord(item)) continue
      const at = [...path, i]
      const { include } = item
      if (typeof include === 'string') found.set(include, [...(found.get(include) ?? []), at])
      visit(item['any'], [...at, 'any'])
      visit(item['all'], [...at, 'all'])
    }
  }
  sections.forEach((section, i) => visit(isRecord(section) ? section['items'] : undefined, ['sections', i, 'items']))
  return found
}
