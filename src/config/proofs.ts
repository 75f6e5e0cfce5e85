import { nearest } from '../core/nearest.ts'
import type { Place, Problem } from '../core/problem.ts'
import type { Path } from '../core/unread.ts'
import type { Scope } from '../expression/index.ts'
import { loadExpectations, loadExpr } from '../looks/exprs.ts'
import { loadLook } from '../looks/load-look.ts'
import type { ProbeLook } from '../looks/model.ts'
import { observationOf } from '../looks/observation.ts'
import { createScopes, fieldsOf } from '../looks/scopes.ts'
import { stock } from '../looks/shelf.ts'
import type { LookDesk } from '../looks/use-probe.ts'
import type { Environment } from './model.ts'
import type { EnvironmentFile } from './schema.ts'
import { complain, withEnv } from './section.ts'
import type { Section } from './section.ts'

/** What may be named in `release` and `identify`. */
export interface Names {
  readonly secrets: readonly string[]
  readonly origins: readonly string[]
  readonly identities: readonly string[]
  readonly targets: readonly string[]
}

type Raw = NonNullable<EnvironmentFile['release'] | EnvironmentFile['identify']>

interface Proof {
  readonly desk: LookDesk
  readonly path: Path
  readonly look: ProbeLook
  /** The names that its observation has, for expressions. */
  readonly scope: Scope
  readonly observed: readonly string[]
}

/** How the target is asked which release it runs; nothing when it is not declared or something is noted. */
export async function readRelease(section: Section, names: Names, raw: EnvironmentFile['release']): Promise<Environment['release']> {
  if (raw === undefined) return undefined
  const proof = await readProof(section, names, 'release', raw)
  if (proof === undefined) return undefined
  const value = loadExpr(proof.desk, proof.scope, [...proof.path, 'value'], raw.value, { kind: 'any', observed: proof.observed })
  return value && { look: proof.look, value }
}

/** What must hold of the target before the first effect; nothing when it is not declared or something is noted. */
export async function readIdentify(section: Section, names: Names, raw: EnvironmentFile['identify']): Promise<Environment['identify']> {
  if (raw === undefined) return undefined
  const proof = await readProof(section, names, 'identify', raw)
  if (proof === undefined) return undefined
  const expect = loadExpectations(proof.desk, proof.scope, [...proof.path, 'expect'], raw.expect, {
    kind: 'bool',
    observed: proof.observed,
  })
  return { look: proof.look, expect }
}

async function readProof(section: Section, names: Names, key: 'release' | 'identify', written: Raw): Promise<Proof | undefined> {
  const path = [...section.path, key]
  const { value: parameters, document } = withEnv({ ...section, path }, 'with', written.with, 'templates')
  const raw = { ...written, with: parameters }
  const shelf = await stock([raw.probe])
  const scopes = createScopes({}, { secrets: names.secrets, env: [] })
  const desk: LookDesk = {
    document,
    shelf,
    scopes,
    report: (problem) => void section.problems.push(readsOnly(problem, document.place(path, 'key'))),
  }
  const look = loadLook(desk, { id: `environment:${key}`, named: false, path }, raw)
  refuseNames(section, names, key, raw, shelf.get(raw.probe)?.probe.target?.kind)
  if (look?.kind !== 'probe') return undefined
  const schema = observationOf(raw, shelf)
  return { desk, path, look, scope: scopes.expression(schema), observed: Object.keys(fieldsOf(schema)) }
}

/** These looks are made before anything may have an effect, so they cannot declare one. */
const readsOnly = (problem: Problem, place: Place): Problem =>
  problem.code === 'effect-missing'
    ? { level: 'error', place, code: 'not-a-read', message: 'release and identify may only read', hint: 'use a GET request' }
    : problem

function refuseNames(section: Section, names: Names, key: string, raw: Raw, kind: string | undefined): void {
  const targets = kind === 'origin' ? names.origins : names.targets
  if (raw.target !== undefined && !targets.includes(raw.target))
    unknown(section, [key, 'target'], kind === 'origin' ? 'origin' : 'target', raw.target, targets)
  if (raw.as !== undefined && !names.identities.includes(raw.as)) unknown(section, [key, 'as'], 'identity', raw.as, names.identities)
}

function unknown(section: Section, path: Path, kind: string, name: string, known: readonly string[]): void {
  const near = nearest(name, known)
  const list = known.length === 0 ? `the environment declares none` : `known: ${known.join(', ')}`
  complain(
    section,
    path,
    `unknown-${kind}`,
    `there is no ${kind} "${name}" in this environment`,
    near === undefined ? list : `did you mean ${near}?`,
  )
}
