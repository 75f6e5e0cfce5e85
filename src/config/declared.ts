import { resolve } from 'node:path'
import type { Limit, SecretSource } from './model.ts'
import type { EnvironmentFile, SourceFile } from './schema.ts'
import { complain, withEnv } from './section.ts'
import type { Section } from './section.ts'

/** The secrets of an environment as places to fetch them from; relative files start at the folder of readiness.yaml. */
export function readSecrets(section: Section, sources: EnvironmentFile['secrets'] = {}): Map<string, SecretSource> {
  const declared = new Map<string, SecretSource>()
  for (const [name, source] of Object.entries(withEnv(section, 'secrets', sources, 'data').value)) {
    const found = sourceOf(source, section, name)
    if (found !== undefined) declared.set(name, found)
    else
      complain(
        section,
        ['secrets', name],
        'secret-source',
        `secrets.${name} wants exactly one of env, file and command`,
        'for example { env: STAGING_TOKEN }',
        'key',
      )
  }
  return declared
}

function sourceOf({ env, file, command }: SourceFile, section: Section, name: string): SecretSource | undefined {
  if ([env, file, command].filter((one) => one !== undefined).length !== 1) return undefined
  const place = section.document.place([...section.path, 'secrets', name], 'key')
  if (env !== undefined) return { kind: 'env', variable: env, place }
  if (file !== undefined) return { kind: 'file', file: resolve(section.baseDir, file), given: file, place }
  return command === undefined ? undefined : { kind: 'command', argv: command, place }
}

/** Plain values of the checklists' parameters; `${env.NAME}` is the only thing filled in. */
export function readParams(section: Section, params: EnvironmentFile['params'] = {}): Map<string, unknown> {
  for (const [name, value] of Object.entries(params)) {
    if (hasReference(value))
      complain(
        section,
        ['params', name],
        'not-plain',
        `params.${name} is a plain value, in which only \${env.NAME} is filled in`,
        'secrets go into identities and targets; write $${ for a plain ${',
      )
  }
  return new Map(Object.entries(withEnv(section, 'params', params, 'data').value))
}

function hasReference(value: unknown): boolean {
  if (typeof value === 'string') return value.replace(/\$\$\{|\$\{\s*env\s*[.[]/g, '').includes('${')
  return value !== null && typeof value === 'object' && Object.values(value).some(hasReference)
}

/** What the target allows, by label. */
export function readLimits(limits: EnvironmentFile['limits'] = {}): Map<string, Limit> {
  return new Map(Object.entries(limits).map(([name, { max, per }]) => [name, { max, perMs: per }]))
}
