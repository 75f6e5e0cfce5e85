import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readiness, type CliResult } from '../../fixtures/run/cli.ts'

export interface Folder {
  readonly path: string
  /** Writes a file below the folder. */
  write(file: string, text: string): Promise<void>
  /** Runs the built command line in the folder. */
  run(line: readonly string[], env?: Record<string, string>): Promise<CliResult>
  remove(): Promise<void>
}

/** A new folder with these files, as a user would have one. */
export async function folder(files: Readonly<Record<string, string>> = {}): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'readiness-scenario-'))
  const write = async (file: string, text: string) => {
    await mkdir(dirname(join(path, file)), { recursive: true })
    await writeFile(join(path, file), text)
  }
  for (const [file, text] of Object.entries(files)) await write(file, text)
  return {
    path,
    write,
    run: (line, env = {}) => readiness(line, { cwd: path, env }),
    remove: () => rm(path, { recursive: true, force: true }),
  }
}

/** readiness.yaml for one environment at this address, with more keys below it. */
export const configAt = (url: string, more = ''): string => `readiness: 1
checklists: [checklist.yaml]
environments:
  staging:
    url: "${url}"
    phases: [pre-deploy]
${more.trim() === '' ? '' : `${more.trim().replaceAll(/^/gm, '    ')}\n`}`

/** A checklist of one section with these items. */
export const checklistWith = (items: string, head = 'gate: { critical: 100% }'): string => `readiness: 1
id: shop
title: Shop
${head}
sections:
  - title: The shop
    items:
${items.trim().replaceAll(/^/gm, '      ')}
`

/** An item that passes when /health answers 200. */
export const HEALTH = `- id: shop.health
  title: The shop is well
  severity: critical
  lines: 2
  refs: [shop.1]
  probe: http
  with: { path: /health }
  expect: "status == 200"
  fix: Start the shop.`
