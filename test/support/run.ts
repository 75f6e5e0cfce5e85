import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadChecklist } from '../../src/checklist/load.ts'
import type { Checklist } from '../../src/checklist/model.ts'
import { loadConfig } from '../../src/config/load.ts'
import type { Environment } from '../../src/config/model.ts'
import type { RunEvent } from '../../src/core/event.ts'
import type { Loaded } from '../../src/core/problem.ts'
import { bind } from '../../src/engine/bind.ts'
import { check, type Checked } from '../../src/engine/check.ts'
import { systemClock, type Clock } from '../../src/engine/clock.ts'
import { learn, type Gear } from '../../src/engine/gear.ts'
import { createJournal, type Journal } from '../../src/engine/journal.ts'
import type { Selection } from '../../src/engine/select.ts'
import type { Plan, WordOf } from '../../src/engine/types.ts'
import { createCommandRunner } from '../../src/io/commands.ts'
import { createTransport } from '../../src/io/http/client.ts'
import { createRedactor } from '../../src/redaction/redactor.ts'
import { Secret } from '../../src/redaction/secret.ts'

/** A checklist from the YAML below its head (`looks:`, `facts:`, `gate:`, `sections:`); throws with all problems. */
export async function checklistOf(yaml: string): Promise<Checklist> {
  return must(await loadChecklist('checklist.yaml', Buffer.from(`readiness: 1\nid: test\ntitle: Test\n${yaml}`)))
}

/** A checklist of one section with these items. */
export const itemsOf = (items: string, head = ''): Promise<Checklist> =>
  checklistOf(`${head}\nsections:\n  - title: Section\n    items:\n${items.replaceAll(/^/gm, '      ')}`)

/** An environment `test` from the YAML below its name. */
export async function environmentOf(yaml: string): Promise<Environment> {
  const text = `readiness: 1\nchecklists: [checklist.yaml]\nenvironments:\n  test:\n${yaml.trim().replaceAll(/^/gm, '    ')}\n`
  const config = must(await loadConfig('readiness.yaml', Buffer.from(text), { env: {} }))
  const environment = config.environments.get('test')
  if (!environment) throw new Error('the environment test did not load')
  return environment
}

function must<T>(loaded: Loaded<T>): T {
  if (loaded.ok) return loaded.value
  throw new Error(loaded.problems.map(({ code, message, place }) => `${place?.line ?? '?'}: ${code}: ${message}`).join('\n'))
}

export interface RunOptions {
  readonly secrets?: Readonly<Record<string, string>>
  readonly clock?: Clock
  readonly signal?: AbortSignal
  readonly listen?: (event: RunEvent) => void
  readonly journal?: Journal
  readonly wordOf?: WordOf
  readonly selection?: Selection
  readonly partial?: string
  readonly release?: string
  readonly concurrency?: number
  readonly allowExec?: boolean
}

/** What looks work with in a run, real but for the options. */
export function gearOf(environment: Environment, options: RunOptions = {}): Gear & { close(): void } {
  const transport = createTransport()
  const redactor = createRedactor()
  const secrets = new Map(Object.entries(options.secrets ?? {}).map(([name, value]) => [name, new Secret(value, `secrets.${name}`)]))
  const gear: Gear = {
    environment,
    baseDir: tmpdir(),
    transport,
    redactor,
    commands: createCommandRunner({ runId: 'r1', path: process.env['PATH'] ?? '' }),
    secrets: { values: secrets, missing: new Map() },
    env: {},
    short: new Set(),
    info: {
      id: 'r1',
      startedAt: new Date('2026-01-02T03:04:05Z'),
      version: '0.0.0-test',
      command: 'readiness check',
      ...(options.release === undefined ? {} : { release: options.release }),
    },
    clock: options.clock ?? systemClock,
    options: { concurrency: options.concurrency ?? 10, allowExec: options.allowExec ?? false, listen: options.listen ?? (() => {}) },
    signal: options.signal ?? new AbortController().signal,
  }
  for (const [name, secret] of secrets) learn(gear, secret.reveal(), `secrets.${name}`)
  return { ...gear, close: () => transport.close() }
}

export function planOf(checklist: Checklist, environment: Environment, options: RunOptions = {}): Plan {
  return must(
    bind([checklist], environment, tmpdir(), {
      phases: environment.phases,
      params: new Map(),
      selection: options.selection ?? {},
      ...(options.partial === undefined ? {} : { partial: options.partial }),
    }),
  )
}

export const NO_WORD: WordOf = () => ({ ok: false, why: 'nobody attested it' })

/** One whole live run of a checklist against an environment. */
export async function run(checklist: Checklist, environment: Environment, options: RunOptions = {}): Promise<Checked> {
  const gear = gearOf(environment, options)
  const folder = mkdtempSync(join(tmpdir(), 'readiness-run-test-'))
  try {
    return await check({
      plan: planOf(checklist, environment, options),
      gear,
      notes: [],
      recordFull: false,
      journal: options.journal ?? createJournal(folder),
      wordOf: options.wordOf ?? NO_WORD,
    })
  } finally {
    gear.close()
    rmSync(folder, { recursive: true })
  }
}
