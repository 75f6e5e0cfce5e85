import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ReadPack } from '../checklist/packs.ts'
import { readCapped } from '../io/files.ts'
import type { Terminal } from './terminal.ts'

const MAX_BYTES = 1_048_577

/**
 * Reads the packs of one checklist: a path ends in .yaml or .yml and stays below the folder of the checklist; any other word is the
 * name of a pack that ships with readiness.
 */
export function packReader(checklist: string, { cwd }: Pick<Terminal, 'cwd'>): ReadPack {
  const folder = dirname(checklist)
  return async (path) => {
    const isPath = /\.ya?ml$/.test(path)
    if (!isPath && !/^[a-z][a-z0-9-]*$/.test(path))
      return { why: 'this is neither a path that ends in .yaml nor the name of a pack that ships' }
    const file = isPath ? resolve(folder, path) : join(shipped(), `${path}.yaml`)
    const below = relative(folder, file)
    if (isPath && (isAbsolute(path) || isAbsolute(below) || below.startsWith('..')))
      return { why: 'it stands outside of the folder of the checklist' }
    if (!existsSync(file)) return { why: isPath ? 'there is no such file' : 'no pack of this name ships with readiness' }
    try {
      return { file: relative(cwd, file) || file, bytes: await readCapped(file, MAX_BYTES) }
    } catch (error) {
      return { why: `it cannot be read: ${error instanceof Error ? error.message : 'unknown'}` }
    }
  }
}

/** `checklists/packs` of the package: beside `dist`, or two folders up from the sources. */
function shipped(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  return (
    ['../checklists/packs', '../../checklists/packs'].map((path) => join(here, path)).find((path) => existsSync(path)) ??
    join(here, '../checklists/packs')
  )
}
