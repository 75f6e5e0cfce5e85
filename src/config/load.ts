import { dirname, resolve } from 'node:path'
import type { Loaded, Problem } from '../core/problem.ts'
import type { SourceDocument } from '../document/document.ts'
import { readDocument } from '../document/document.ts'
import { fromZod } from '../document/from-zod.ts'
import { credentialTexts, withoutTexts } from './credentials.ts'
import { readEnvironment } from './environment.ts'
import type { Variables } from './env-values.ts'
import type { Config, Environment } from './model.ts'
import { badNames, withoutRefused } from './salvage.ts'
import { ConfigFile, EnvironmentFile } from './schema.ts'
import type { Section } from './section.ts'

interface Read {
  readonly environment?: Environment
  readonly problems: readonly Problem[]
  readonly unset: readonly Problem[]
}

/**
 * Loads readiness.yaml, or tells all that is wrong with it (design 4.2). Secrets are not fetched. An environment in which
 * a `${env.NAME}` has no value is set aside in `unset`: only who chooses it has a problem.
 */
export async function loadConfig(file: string, bytes: Uint8Array, options: { readonly env: Variables }): Promise<Loaded<Config>> {
  const read = readDocument(file, bytes)
  if (!read.ok) return read
  const document = read.value
  const baseDir = dirname(resolve(file))
  const hidden = credentialTexts(document, options.env)
  const problems = shapeProblems(document)
  const environments = new Map<string, Environment>()
  const unset = new Map<string, readonly Problem[]>()
  const declared: Environment[] = []

  for (const [name, raw] of Object.entries(mapOf(mapOf(document.value)['environments']))) {
    if (!isMap(raw)) continue
    const one = await readOne(
      { document, path: ['environments', name], variables: options.env, baseDir, problems: [], unset: [] },
      name,
      raw,
    )
    problems.push(...one.problems)
    if (one.environment) declared.push(one.environment)
    if (one.unset.length > 0)
      unset.set(
        name,
        one.unset.map((problem) => withoutTexts(problem, hidden)),
      )
    else if (one.environment) environments.set(name, one.environment)
  }

  const shown = problems.map((problem) => withoutTexts(problem, hidden)).sort(byPlace)
  const parsed = ConfigFile.safeParse(document.value)
  if (shown.some(({ level }) => level === 'error') || !parsed.success) return { ok: false, problems: shown }
  const checklists = [...new Set(parsed.data.checklists.map((one) => resolve(baseDir, one)))]
  return { ok: true, value: { file, baseDir, checklists, environments, unset, declared }, warnings: [...read.warnings, ...shown] }
}

/** What the schema says of the whole file; of names in a better wording. */
function shapeProblems(document: SourceDocument): Problem[] {
  const parsed = ConfigFile.safeParse(document.value)
  if (parsed.success) return []
  const { issues } = parsed.error
  const others = { issues: issues.filter(({ code }) => code !== 'invalid_key') }
  return [...badNames(document, issues), ...fromZod(document, others, [], ConfigFile)]
}

/** One environment, as far as the schema accepts it. */
async function readOne(section: Section, name: string, raw: Readonly<Record<string, unknown>>): Promise<Read> {
  const data = accepted(raw)
  if (data === undefined) return { problems: [], unset: [] }
  const environment = await readEnvironment(section, name, data, raw)
  const lines = new Set(section.unset.map(({ place }) => place?.line))
  return { environment, problems: section.problems.filter(({ place }) => !lines.has(place?.line)), unset: section.unset }
}

const byPlace = (a: Problem, b: Problem): number =>
  (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0)

/** What the schema accepts: all of it, or without the refused entries, or without the keys that hold them. */
function accepted(raw: Readonly<Record<string, unknown>>): EnvironmentFile | undefined {
  let rest: Readonly<Record<string, unknown>> = raw
  for (const depth of [2, 1]) {
    const parsed = EnvironmentFile.safeParse(rest)
    if (parsed.success) return parsed.data
    rest = withoutRefused(rest, parsed.error.issues, depth)
  }
  return EnvironmentFile.safeParse(rest).data
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const mapOf = (value: unknown): Readonly<Record<string, unknown>> => (isMap(value) ? value : {})
