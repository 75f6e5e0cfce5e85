import { resolve } from 'node:path'
import { createScope } from '../expression/index.ts'
import { namesOf, SECRET } from '../looks/scopes.ts'
import { refusePasswords } from './credentials.ts'
import { readLimits, readParams, readSecrets } from './declared.ts'
import { readIdentities } from './identities.ts'
import type { Environment } from './model.ts'
import { ONLY_ORIGIN, readOrigins } from './origins.ts'
import type { EnvironmentFile } from './schema.ts'
import { withEnv } from './section.ts'
import type { Section } from './section.ts'
import { readIdentify, readRelease } from './proofs.ts'
import { readTargets } from './targets.ts'

/** What a run judges unless `phases:` or `--phase` says otherwise (design section 3). */
const PHASES = ['pre-deploy', 'staging']

/**
 * One environment from its entry in the file. `raw` is the entry as written, `data` what the schema accepted of it;
 * what is wrong goes to the section.
 */
export async function readEnvironment(
  section: Section,
  name: string,
  data: EnvironmentFile,
  raw: Readonly<Record<string, unknown>>,
): Promise<Environment> {
  const origins = readOrigins(section, data, Object.keys(raw))
  const declared = readSecrets(section, data.secrets)
  const names = {
    secrets: keysOf(raw['secrets']),
    origins: 'url' in raw ? [ONLY_ORIGIN] : keysOf(raw['origins']),
    identities: keysOf(raw['identities']),
    targets: keysOf(raw['targets']),
  }
  const scope = createScope({ secrets: namesOf(names.secrets, SECRET) })
  for (const key of ['params', 'targets', 'release', 'identify'] as const) {
    refusePasswords(section, [key], withEnv({ ...section, unset: [] }, key, data[key], 'templates').value)
  }
  const release = await readRelease(section, names, data.release)
  const identify = await readIdentify(section, names, data.identify)
  const ca = withEnv(section, 'tls', data.tls, 'data').value?.ca
  return {
    name,
    origins,
    ...(release && { release }),
    ...(identify && { identify }),
    phases: data.phases ?? PHASES,
    ...(data.phases && { phasePlaces: data.phases.map((_, i) => section.document.place([...section.path, 'phases', i])) }),
    allow: [...new Set(data.allow)],
    params: readParams(section, data.params),
    secrets: declared,
    identities: readIdentities(section, scope, data.identities),
    targets: await readTargets(section, scope, data.targets),
    limits: readLimits(data.limits),
    ...(ca !== undefined && { caFile: resolve(section.baseDir, ca), caGiven: ca }),
    place: section.document.place(section.path, 'key'),
  }
}

/** The names as written, refused ones too: a mistake inside of a secret shall not also make its name unknown. */
const keysOf = (map: unknown): string[] => (map !== null && typeof map === 'object' && !Array.isArray(map) ? Object.keys(map) : [])
