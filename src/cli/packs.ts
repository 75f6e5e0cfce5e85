import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ReadPack } from '../checklist/packs.ts'
import { nearest } from '../core/nearest.ts'
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
    if (!existsSync(file))
      return isPath
        ? { why: 'there is no such file', ...nearFile(file, path) }
        : { why: 'no pack of this name ships with readiness', hint: nearName(path) }
    try {
      return { file: relative(cwd, file) || file, bytes: await readCapped(file, MAX_BYTES) }
    } catch (error) {
      return { why: `it cannot be read: ${error instanceof Error ? error.message : 'unknown'}` }
    }
  }
}

function nearName(name: string): string {
  const names = namesIn(shipped())
  const near = nearest(name, names)
  return near === undefined
    ? `packs that ship: ${names.join(', ')}; a pack of your own is a path that ends in .yaml`
    : `did you mean ${near}?`
}

/** A file beside the one that is not there, or a pack that ships of its name. */
function nearFile(file: string, path: string): { hint?: string } {
  const near = nearest(basename(file), existsSync(dirname(file)) ? readdirSync(dirname(file)) : [])
  if (near !== undefined) return { hint: `did you mean ${path.slice(0, path.length - basename(path).length)}${near}?` }
  const name = basename(file).replace(/\.ya?ml$/, '')
  return namesIn(shipped()).includes(name) ? { hint: `the pack that ships is included as ${name}` } : {}
}

const namesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => name.slice(0, -'.yaml'.length))
        .sort()
    : []

/** `checklists/packs` of the package: beside `dist`, or two folders up from the sources. */
function shipped(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  return (
    ['../checklists/packs', '../../checklists/packs'].map((path) => join(here, path)).find((path) => existsSync(path)) ??
    join(here, '../checklists/packs')
  )
}
