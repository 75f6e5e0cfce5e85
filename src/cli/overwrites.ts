import type { BigIntStats } from 'node:fs'
import { realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Checklist } from '../checklist/model.ts'
import type { Problem } from '../core/problem.ts'
import { codeOf, sentence } from '../io/files.ts'
import { usage } from './say.ts'

/** A file that a run writes, with the option that names it. */
export interface Written {
  readonly option: string
  readonly file: string
}

/** A file that a run reads, with what it is to the run. */
export interface Read {
  readonly what: string
  readonly file: string
}

/** Two outputs that are one file, and outputs that are a file which the run reads: writing would destroy the other. */
export async function overwrites(outputs: readonly Written[], inputs: readonly Read[]): Promise<Problem[]> {
  const places = await Promise.all(outputs.map(async (output) => ({ output, ...(await placeOf(output.file)) })))
  const read = await Promise.all(inputs.map(async (input) => ({ input, ...(await placeOf(input.file)) })))
  return places.flatMap(({ output, ...place }, index) => {
    const twin = places.slice(0, index).find((one) => isSame(one, place))
    if (twin) return [usage(`${twin.output.option} and ${output.option} write to the same file: ${output.file}`, 'give each its own file')]
    const source = read.find((one) => isSame(one, place))
    return source ? [usage(`${output.option} would write over ${source.input.what}: ${output.file}`, 'give another file')] : []
  })
}

/**
 * Sets aside what an earlier run wrote where this one will write, once nothing that is read would be lost: a run that is refused or
 * killed must not leave the report of another one in its place.
 */
export async function makeRoom(outputs: readonly Written[], inputs: readonly Read[]): Promise<Problem[]> {
  const problems = await overwrites(outputs, inputs)
  if (problems.length > 0) return problems
  const moved = await Promise.all(
    outputs
      .filter(({ file }) => !SOURCE.test(file))
      .map(({ option, file }) =>
        rename(file, asideOf(file)).then(
          () => [],
          (error: unknown) =>
            codeOf(error) === 'ENOENT'
              ? []
              : [usage(`${option} cannot set the earlier ${file} aside: ${sentence(error)}`, 'remove it, or give another file')],
        ),
      ),
  )
  return moved.flat()
}

/** Removes what was set aside, once something new stands in its place. */
export async function forgetEarlier(outputs: readonly Written[]): Promise<void> {
  await Promise.all(outputs.filter(({ file }) => !SOURCE.test(file)).map(({ file }) => rm(asideOf(file), { force: true })))
}

/** Hidden, so that no pattern of CI takes it for a report of this run. */
const asideOf = (file: string): string => join(dirname(file), `.${basename(file).slice(0, 200)}.earlier`)

/** What is written by hand and may be read: where loading failed, nobody knows all the files that would have been. */
const SOURCE = /\.(?:ya?ml|pem|crt|cer|key)$/i

/** The files of checklists and of the packs that they include. */
export const filesOf = (checklists: readonly Checklist[], cwd: string): Read[] =>
  checklists.flatMap(({ file, packs }) => [
    { what: 'the checklist', file: resolve(cwd, file) },
    ...packs.map((pack) => ({ what: 'the pack', file: resolve(cwd, pack.file) })),
  ])

interface Location {
  readonly path: string
  readonly found: BigIntStats | undefined
}

/** Where a file is or would be, links followed. */
async function placeOf(file: string): Promise<Location> {
  const path = await realpath(file).catch(async () => join(await realpath(dirname(file)).catch(() => dirname(file)), basename(file)))
  return { path, found: await stat(file, { bigint: true }).catch(() => undefined) }
}

const isSame = (a: Location, b: Location): boolean =>
  a.path === b.path || (a.found !== undefined && b.found !== undefined && a.found.ino === b.found.ino && a.found.dev === b.found.dev)
