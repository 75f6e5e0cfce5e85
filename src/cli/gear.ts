import { readFile } from 'node:fs/promises'
import { resolveSecrets } from '../config/secrets.ts'
import { systemClock } from '../engine/clock.ts'
import { learn, type Gear } from '../engine/gear.ts'
import { secretsNeeded } from '../engine/secrets-needed.ts'
import type { Options, Plan, RunInfo } from '../engine/types.ts'
import { createCommandRunner } from '../io/commands.ts'
import { createTransport } from '../io/http/client.ts'
import { createRedactor } from '../redaction/redactor.ts'
import type { Terminal } from './terminal.ts'
import { VERSION } from './version.ts'

export type GearOptions = Options

/** Resolves the secrets that the plan needs and opens what looks work with; `close` lets go of it. */
export async function makeGear(
  plan: Plan,
  info: Omit<RunInfo, 'version'>,
  options: GearOptions,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<{ gear: Gear; notes: string[]; close: () => void }> {
  const { environment, baseDir } = plan
  const commands = createCommandRunner({ path: terminal.env.PATH ?? '', runId: info.id })
  const needed = await secretsNeeded(plan)
  const resolved = await resolveSecrets(environment, needed, { env: terminal.env, commands, allowExec: options.allowExec, baseDir, signal })
  const redactor = createRedactor()
  const ca = environment.caFile === undefined ? undefined : await readFile(environment.caFile, 'utf8')
  const transport = createTransport({ ...(ca === undefined ? {} : { ca }), maxConnections: options.concurrency })
  const gear: Gear = {
    environment,
    baseDir,
    transport,
    commands,
    redactor,
    signal,
    options,
    ...(ca === undefined ? {} : { ca }),
    secrets: { values: resolved.secrets, missing: resolved.missing },
    env: {},
    short: new Set(),
    info: { ...info, version: VERSION },
    clock: systemClock,
  }
  for (const [name, secret] of resolved.secrets) learn(gear, secret.reveal(), `secrets.${name}`)
  return { gear, notes: resolved.warnings.map(({ message }) => message), close: () => transport.close() }
}
