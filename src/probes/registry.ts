import type { Probe } from './contract.ts'

/** One line per probe; a probe is loaded when a checklist or a help page names it. */
const REGISTRY: Readonly<Record<string, () => Promise<Probe>>> = {
  command: async () => (await import('./command/index.ts')).probe,
  cookies: async () => (await import('./cookies/index.ts')).probe,
  cors: async () => (await import('./cors/index.ts')).probe,
  document: async () => (await import('./document/index.ts')).probe,
  env: async () => (await import('./env/index.ts')).probe,
  files: async () => (await import('./files/index.ts')).probe,
  headers: async () => (await import('./headers/index.ts')).probe,
  http: async () => (await import('./http/index.ts')).probe,
  jwt: async () => (await import('./jwt/index.ts')).probe,
  kubernetes: async () => (await import('./kubernetes/index.ts')).probe,
  load: async () => (await import('./load/index.ts')).probe,
  logs: async () => (await import('./logs/index.ts')).probe,
  metrics: async () => (await import('./metrics/index.ts')).probe,
  postgres: async () => (await import('./postgres/index.ts')).probe,
  prometheus: async () => (await import('./prometheus/index.ts')).probe,
  'rate-limit': async () => (await import('./rate-limit/index.ts')).probe,
  'recorded-run': async () => (await import('./recorded-run/index.ts')).probe,
  redis: async () => (await import('./redis/index.ts')).probe,
  secret: async () => (await import('./secret/index.ts')).probe,
  timing: async () => (await import('./timing/index.ts')).probe,
  tls: async () => (await import('./tls/index.ts')).probe,
  topology: async () => (await import('./topology/index.ts')).probe,
}

export const PROBE_NAMES: readonly string[] = Object.keys(REGISTRY)

/** Each look asks, and an import that is there already still takes 0.1 ms. */
const loaded = new Map<string, Promise<Probe>>()

/** The probe of that name, or undefined when there is none. */
export async function loadProbe(name: string): Promise<Probe | undefined> {
  const known = loaded.get(name)
  if (known || !Object.hasOwn(REGISTRY, name)) return known
  const probe = REGISTRY[name]?.()
  if (probe) loaded.set(name, probe)
  return probe
}
