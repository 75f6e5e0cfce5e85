import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Report } from '../../src/core/report.ts'
import type { CliResult } from '../../fixtures/run/cli.ts'
import { checklistWith, configAt, folder } from '../scenarios/folder.ts'
import type { Folder } from '../scenarios/folder.ts'
import { serve } from '../support/server.ts'
import type { Case, Scene, Stage } from './case.ts'

const REPORT = 'report.json'

export interface Played {
  readonly status: number | null
  /** Empty when the case was met. */
  readonly complaints: readonly string[]
}

/** Sets a case up, runs the built command line, and says in which way it was not met. */
export async function play(one: Case, url: string): Promise<Played> {
  const closing: (() => unknown)[] = []
  const stage: Stage = {
    url,
    serve: async (answer) => {
      const server = await serve(answer)
      closing.push(server.close)
      return server
    },
    atEnd: (close) => void closing.push(close),
  }
  const dir = await folder()
  try {
    const scene = typeof one.scene === 'function' ? await one.scene(stage) : one.scene
    for (const [name, text] of Object.entries(filesOf(scene, url))) await dir.write(name, text)
    const result = await (scene.run?.(dir) ?? dir.run(['check', '-o', `json:${REPORT}`, ...(scene.args ?? [])], { ...scene.env }))
    return {
      status: result.status,
      complaints: [...unmet(one, result), ...(await saidGo(one, dir)), ...said(await scene.verify?.(result, dir))],
    }
  } catch (error) {
    return { status: null, complaints: [`the case itself failed: ${error instanceof Error ? error.stack : String(error)}`] }
  } finally {
    for (const close of closing.reverse()) await close()
    await dir.remove()
  }
}

/** What the user of this scene has in the folder. */
export function filesOf(
  { items, head = 'gate: { critical: 100% }', environment = '', url, files }: Scene,
  fallback: string,
): Record<string, string> {
  return {
    'readiness.yaml': configAt(url ?? fallback, environment),
    ...(items === undefined ? {} : { 'checklist.yaml': checklistWith(items, head) }),
    ...files,
  }
}

function unmet({ status, says }: Case, { status: came, stdout, stderr }: CliResult): string[] {
  const text = `${stdout}\n${stderr}`
  return [
    ...(came === status ? [] : [`exit status ${came}, wanted ${status}:\n${text.slice(0, 1500)}`]),
    ...(says.test(text.replaceAll(/\s+/g, ' ')) ? [] : [`it does not say ${says}:\n${text.slice(0, 2500)}`]),
    ...(/\n\s+at .*:\d+:\d+\)?\n/.test(stderr) ? [`a stack trace:\n${stderr.slice(0, 500)}`] : []),
  ]
}

/** The JSON report, when one was written, agrees with the status and accounts for everything planned. */
async function saidGo({ status }: Case, dir: Folder): Promise<string[]> {
  const text = await readFile(join(dir.path, REPORT), 'utf8').catch(() => undefined)
  if (text === undefined || status === 0) return []
  const { verdict, ledger } = JSON.parse(text) as Report
  const counted = Object.values(ledger.outcomes).reduce((sum, count) => sum + count, 0)
  return [
    ...(verdict === 'GO' ? ['the report says GO'] : []),
    ...(counted === ledger.planned ? [] : [`${ledger.planned} items were planned and ${counted} are accounted for`]),
  ]
}

const said = (complaints: readonly (string | false)[] = []): string[] => complaints.filter((text): text is string => text !== false)
