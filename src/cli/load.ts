import { dirname, join, relative, resolve } from 'node:path'
import { loadChecklist } from '../checklist/load.ts'
import type { Checklist } from '../checklist/model.ts'
import { misspeltPhase } from '../checklist/phases.ts'
import type { Attestation } from '../config/attestations.ts'
import { ATTESTATIONS_FILE, loadAttestations } from '../config/attestations.ts'
import { chooseEnvironment } from '../config/choose.ts'
import { findConfig } from '../config/discover.ts'
import { loadConfig } from '../config/load.ts'
import type { Config, Environment } from '../config/model.ts'
import type { Loaded, Problem } from '../core/problem.ts'
import { LookError } from '../core/look-error.ts'
import { misspelt, nearest } from '../core/nearest.ts'
import { USUAL_PHASES } from '../core/phases.ts'
import { secretsIn } from '../engine/reads.ts'
import { readCapped } from '../io/files.ts'
import { programsOfLook } from '../looks/programs.ts'
import { unknownNames } from './names.ts'
import { packReader } from './packs.ts'
import { usage } from './say.ts'
import type { Terminal } from './terminal.ts'

const MAX_BYTES = 1_048_577

export interface Sources {
  readonly config: Config
  readonly checklists: readonly Checklist[]
  readonly attestations: readonly Attestation[]
  readonly attestationsFile: string
  /** Whether there is no readiness.yaml: then there are no environments. */
  readonly bare: boolean
}

export interface SourceOptions {
  readonly config?: string
  readonly checklist?: readonly string[]
}

/**
 * Loads readiness.yaml, every checklist and the attestations; all problems of all files are collected. With `alone`, for commands
 * that need no environment, a checklist that was named is enough where there is no readiness.yaml.
 */
export async function loadSources(options: SourceOptions, terminal: Terminal, { alone = false } = {}): Promise<Loaded<Sources>> {
  const found = options.config === undefined ? findConfig(terminal.cwd) : resolve(terminal.cwd, options.config)
  const bare = found === undefined && alone && options.checklist !== undefined
  if (found === undefined && !bare) return { ok: false, problems: [noConfig(alone)] }
  const file = found ?? join(terminal.cwd, 'readiness.yaml')
  const shown = (path: string) => relative(terminal.cwd, path) || path
  const config = bare ? NO_CONFIG : await fromFile(file, shown(file), (bytes) => loadConfig(shown(file), bytes, { env: terminal.env }))
  if (!config.ok) return config
  const files = options.checklist
    ? options.checklist.map((path) => resolve(terminal.cwd, path))
    : config.value.checklists.map((path) => resolve(dirname(file), path))
  const secretNames = [...new Set([...config.value.environments.values()].flatMap(({ secrets }) => [...secrets.keys()]))]
  const { declared } = config.value
  const phases = bare ? {} : { phases: declared.flatMap((one) => one.phases) }
  const checklists = await Promise.all(
    files.map((path) =>
      fromFile(path, shown(path), (bytes) =>
        loadChecklist(shown(path), bytes, { environmentNames: [], ...phases, readPack: packReader(path, terminal) }),
      ),
    ),
  )
  const attestationsFile = join(dirname(file), ATTESTATIONS_FILE)
  const attestations = await optional(attestationsFile, shown(attestationsFile))
  const problems = [...checklists.flatMap((one) => (one.ok ? [] : one.problems)), ...(attestations.ok ? [] : attestations.problems)]
  const good = checklists.flatMap((one) => (one.ok ? [one.value] : []))
  problems.push(...sameIds(good), ...mistypedSecrets(good, secretNames), ...misspeltPhases(declared, good))
  if (problems.length > 0 || !attestations.ok) return { ok: false, problems }
  const names = bare ? [] : await unknownNames(good, declared)
  const warnings = [...config.warnings, ...checklists.flatMap((one) => (one.ok ? one.warnings : [])), ...names]
  return {
    ok: true,
    warnings,
    value: {
      config: { ...config.value, file, baseDir: dirname(file) },
      checklists: good,
      attestations: attestations.value,
      attestationsFile,
      bare,
    },
  }
}

const NO_CONFIG: Loaded<Pick<Config, 'checklists' | 'environments' | 'unset' | 'declared'>> = {
  ok: true,
  warnings: [],
  value: { checklists: [], environments: new Map(), unset: new Map(), declared: [] },
}

const noConfig = (alone: boolean): Problem =>
  usage(
    'there is no readiness.yaml here or in a folder above',
    `readiness init writes one; --config names one elsewhere${alone ? '; for this command --checklist <file> is enough' : ''}`,
  )

/** Reads a file whole, with a cap, and gives its text to a loader; a file that cannot be read is a problem. */
export async function fromFile<T>(
  path: string,
  shown: string,
  load: (bytes: Uint8Array) => Loaded<T> | Promise<Loaded<T>>,
): Promise<Loaded<T>> {
  let bytes: Uint8Array
  try {
    bytes = await readCapped(path, MAX_BYTES)
  } catch (error) {
    return { ok: false, problems: [usage(whyUnread(error, path, shown))] }
  }
  return load(bytes)
}

/** Why a file could not be read, as a sentence with the name that the user knows it by. */
export const whyUnread = (error: unknown, path: string, shown: string): string =>
  error instanceof LookError ? error.message.replace(path, () => shown) : `${shown} cannot be read`

const optional = async (path: string, shown: string): Promise<Loaded<readonly Attestation[]>> => {
  const { existsSync } = await import('node:fs')
  return existsSync(path) ? fromFile(path, shown, (bytes) => loadAttestations(shown, bytes)) : { ok: true, value: [], warnings: [] }
}

function sameIds(checklists: readonly Checklist[]): Problem[] {
  return checklists
    .filter(({ id }, index) => checklists.findIndex((one) => one.id === id) !== index)
    .map(({ id, file }) => usage(`${file}: the checklist id ${id} is used by another checklist of this run`))
}

/** Phases of environments that no item has, and that are nearly the name of one that items have or usually have. */
function misspeltPhases(environments: readonly Environment[], checklists: readonly Checklist[]): Problem[] {
  const used = checklists.flatMap(({ items, gate }) => [
    ...[...items.values()].map(({ phase }) => phase),
    ...gate.flatMap(({ phases }) => phases ?? []),
  ])
  return environments.flatMap(({ phases, phasePlaces }) =>
    phases.flatMap((phase, i) => {
      const near = misspelt(phase, [...used, ...USUAL_PHASES])
      return near === undefined ? [] : [misspeltPhase(phase, near, phasePlaces?.[i])]
    }),
  )
}

/**
 * A secret that no environment declares leaves what needs it unknown (`unconfigured`): a checklist may speak of platforms
 * that are not used here. One that is nearly the name of a declared secret is a mistake.
 */
function mistypedSecrets(checklists: readonly Checklist[], declared: readonly string[]): Problem[] {
  return checklists
    .flatMap(({ looks }) => [...looks.values()])
    .flatMap((look) =>
      secretsIn(programsOfLook(look), declared)
        .filter((name) => !declared.includes(name))
        .flatMap((name): Problem[] => {
          const near = nearest(name, declared)
          if (near === undefined) return []
          return [
            {
              code: 'unknown-secret',
              level: 'error',
              message: `no environment declares the secret ${name}`,
              hint: `did you mean ${near}?`,
              place: look.place,
            },
          ]
        }),
    )
}

/** The chosen environment of the loaded configuration. */
export const environmentOf = (sources: Sources, name: string | undefined): Loaded<Environment> => chooseEnvironment(sources.config, name)
