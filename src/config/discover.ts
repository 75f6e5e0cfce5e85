import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const NAMES = ['readiness.yaml', 'readiness.yml', '.config/readiness.yaml'] as const

/**
 * The nearest configuration from a folder upwards to the root of its repository (the folder with `.git`); outside of a
 * repository only the folder itself counts, so that a file planted higher up is never used. Whatever exists under
 * the name wins: one that cannot be read is a problem of the reader, not a reason to look further.
 */
export function findConfig(startDir: string): string | undefined {
  const start = resolve(startDir)
  for (const folder of foldersOf(start)) {
    const found = NAMES.map((name) => join(folder, name)).find((file) => existsSync(file))
    if (found !== undefined) return found
  }
  return undefined
}

function foldersOf(start: string): readonly string[] {
  const folders: string[] = []
  for (let folder = start; ; folder = dirname(folder)) {
    folders.push(folder)
    if (existsSync(join(folder, '.git'))) return folders
    if (folder === dirname(folder)) return [start]
  }
}
