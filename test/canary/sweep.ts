import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { main } from '../../fixtures/run/cli.ts'
import { folder } from '../scenarios/folder.ts'
import type { Folder } from '../scenarios/folder.ts'
import { INPUTS } from './files.ts'
import { watchCommandLines } from './watch.ts'

export interface Output {
  /** `failing: check -v: stdout`, for people. */
  readonly name: string
  readonly text: string
}

export interface Sweep {
  readonly run: (line: readonly string[]) => Promise<number | null>
  /** Everything that came out so far, the files of the folder included. */
  readonly outputs: () => Output[]
  readonly dir: Folder
}

/** A user's folder in which commands run while everything that leaves them is kept. */
export async function sweep(title: string, files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>>): Promise<Sweep> {
  const dir = await folder(files)
  const kept: Output[] = []
  const { PATH = '', HOME = '' } = process.env
  const run = async (line: readonly string[]): Promise<number | null> => {
    const child = spawn(process.execPath, [main, ...line], {
      cwd: dir.path,
      env: { PATH, HOME, LANG: 'C.UTF-8', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const stop = watchCommandLines(child.pid ?? 0)
    const texts = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (chunk: string) => void (texts[name] += chunk))
    const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
    const about = `${title}: ${line.join(' ')}`
    kept.push({ name: `${about}: stdout`, text: texts.stdout }, { name: `${about}: stderr`, text: texts.stderr })
    kept.push(...stop().map((text, index) => ({ name: `${about}: command line ${index + 1}`, text })))
    return status
  }
  return { run, dir, outputs: () => [...kept, ...written(title, dir.path, new Set([...INPUTS, ...Object.keys(files)]))] }
}

function written(title: string, path: string, inputs: ReadonlySet<string>): Output[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !inputs.has(entry.name))
    .map((entry) => ({
      name: `${title}: file ${entry.name}`,
      text: `${entry.name}\n${readFileSync(join(entry.parentPath, entry.name), 'utf8')}`,
    }))
}
