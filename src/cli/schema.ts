import { nearest } from '../core/nearest.ts'
import { EXIT } from './exit.ts'
import { sayProblems, usage } from './say.ts'
import type { Terminal } from './terminal.ts'

const SCHEMAS: Readonly<Record<string, () => Promise<unknown>>> = {
  checklist: async () => (await import('../checklist/schema.ts')).checklistJsonSchema(),
  config: async () => (await import('../config/schema.ts')).configJsonSchema(),
  attestations: async () => (await import('../config/attestations.ts')).attestationsJsonSchema(),
  report: async () => (await import('../report/json/schema.ts')).reportJsonSchema(),
}

/** `readiness schema <what>`: a JSON Schema on stdout. */
export async function schema(what: string, terminal: Terminal): Promise<number> {
  const load = Object.hasOwn(SCHEMAS, what) ? SCHEMAS[what] : undefined
  if (!load) {
    const near = nearest(what, Object.keys(SCHEMAS))
    return sayProblems(
      [usage(`there is no schema ${what}`, near === undefined ? `schemas: ${Object.keys(SCHEMAS).join(', ')}` : `did you mean ${near}?`)],
      terminal,
    )
  }
  await terminal.stdout.write(`${JSON.stringify(await load(), null, 2)}\n`)
  return EXIT.go
}
