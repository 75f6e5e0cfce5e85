import * as z from 'zod'
import {
  AdjustSchema,
  AttestSchema,
  GateRuleSchema,
  HeadSchema,
  IncludeSchema,
  ItemSchema,
  PackSchema,
  ParamSchema,
  SectionSchema,
} from '../../src/checklist/schema.ts'
import { ConfigFile, EnvironmentFile } from '../../src/config/schema.ts'
import { LookSchema, SaveSchema, StepSchema } from '../../src/looks/schema.ts'
import { fieldsOf, type Field } from '../../src/probes/fields-of.ts'
import { FORMATS } from '../../src/report/registry.ts'
import { cell, inputTable, table } from './markdown.ts'

/** The keys of each part of a checklist, by the name of its marker in docs/checklist.md. */
export const CHECKLIST_KEYS: Readonly<Record<string, z.ZodType>> = {
  head: HeadSchema,
  section: SectionSchema,
  item: ItemSchema,
  look: LookSchema,
  step: StepSchema,
  save: SaveSchema,
  param: ParamSchema,
  gate: GateRuleSchema,
  attest: AttestSchema,
  include: IncludeSchema,
  adjust: AdjustSchema,
  pack: PackSchema,
}

/** The same of readiness.yaml, for docs/environments.md. */
export const CONFIG_KEYS: Readonly<Record<string, z.ZodType>> = { config: ConfigFile, environment: EnvironmentFile }

/** Keys that may stand at one place, without those below them. */
export const keysOf = (schema: z.ZodType): Field[] => fieldsOf(schema, 'input').filter(({ path }) => /^[\w-]+$/.test(path))

/** Tables of keys for the markers of a page. */
export const keyParts = (schemas: Readonly<Record<string, z.ZodType>>): Record<string, string> =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, inputTable(keysOf(schema), 'key')]))

/** The table of report formats. */
export const formatsPart = (): string =>
  table(
    ['format', 'what it is', 'usual ending'],
    FORMATS.map(({ name, summary, extension }) => [`\`${name}\``, cell(summary), `\`.${extension}\``]),
  )
