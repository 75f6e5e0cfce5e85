import * as z from 'zod'
import { parseDuration } from '../core/duration.ts'
import { SEVERITIES } from '../core/severity.ts'
import { LookSchema, SaveSchema, StepSchema, celName, expression, expressions, lateTime, lookKeys, text } from '../looks/schema.ts'

/** Ids of items, checklists and phases. */
export const ID = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/

const id = () => z.string().regex(ID, 'wants an id of small letters, digits, dots and dashes that begins with a letter')
const texts = () => z.array(text())
const ids = () => z.union([id(), z.array(id())]).transform((value) => (Array.isArray(value) ? value : [value]))
const link = () => z.url({ protocol: /^https?$/, error: 'wants an http or https address' })
const date = () => z.iso.date({ error: 'wants a date such as 2026-12-01' })

/** A span of days or hours as milliseconds; longer ones than a look may take. */
const span = () =>
  z.string({ error: 'wants a span with its unit, for example 30d' }).transform((span, context) => {
    const ms = parseDuration(span)
    if (ms !== undefined && ms > 0) return ms
    context.addIssue({ code: 'custom', message: 'wants a span with its unit, for example 30d' })
    return z.NEVER
  })

const LINES = /^\d+(?:-\d+)?(?:, ?\d+(?:-\d+)?)*$/
const lines = () =>
  z.union([z.int().min(1), z.string().regex(LINES)], { error: 'wants lines such as 11, 11-49 or "11-18,41-49"' }).transform(String)
const percent = () =>
  z
    .string({ error: 'wants a share with a percent sign, for example 100%' })
    .regex(/^(?:100|\d{1,2})%$/, 'wants a whole share with a percent sign from 0% to 100%, for example 80%')
    .transform((share) => Number.parseInt(share, 10))

const Severity = z.enum(SEVERITIES)

export const GateRuleSchema = z.strictObject({
  severity: Severity.describe('Severity of the items that this rule counts'),
  'at-least': percent().describe('Share of the applicable items that must pass or be waived, for example 80%'),
  'report-only': z.boolean().describe('Shown, but the verdict does not depend on it').optional(),
  empty: z.literal('ok').describe('Met when no item is applicable').optional(),
  phases: z.array(id()).min(1).describe('Only items of these phases').optional(),
  refs: texts().describe('Requirements that this rule settles').optional(),
})
export const Gate = z
  .union([z.partialRecord(Severity, percent()), z.array(GateRuleSchema).min(1)])
  .describe('Share of each severity that must be met; default: all of them, 100%')

export const SignOff = z
  .array(z.union([text(), z.strictObject({ role: text(), refs: texts().optional() })]))
  .describe('Roles that sign a released report')

export const ParamSchema = z.strictObject({
  type: z.enum(['string', 'int', 'double', 'bool', 'list']).describe('Kind of the value'),
  default: z.unknown().describe('Used when the environment says nothing').optional(),
  description: text().describe('What it is, for those who set it'),
})

/** The head of a checklist; looks, facts and items are parsed one by one. */
export const HeadSchema = z.strictObject({
  readiness: z.literal(1).describe('Version of this format'),
  id: id().describe('Name of the checklist in reports'),
  title: text().describe('Title for people'),
  source: text().describe('The document it came from').optional(),
  owner: text().describe('Who answers for it').optional(),
  gate: Gate.optional(),
  'sign-off': SignOff.optional(),
  params: z.record(celName(), z.unknown()).describe('Values that an environment sets, as params.<name>').optional(),
  looks: z.record(celName(), z.unknown()).describe('Named looks that several items judge, as looks.<name>').optional(),
  facts: z.record(celName(), expression('A value over looks and params, as facts.<name>')).describe('Named expressions').optional(),
  sections: z.array(z.unknown()).min(1, 'wants at least one section').describe('Sections of items'),
})
export type RawHead = z.output<typeof HeadSchema>

/** What stands in a list of items in place of an item. */
export const IncludeSchema = z.strictObject({
  include: text().describe('A pack: the name of one that ships, or a path below the folder of this file'),
  as: z
    .string()
    .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'wants a name of small letters, digits and dashes')
    .describe('Stands before the ids of its items, with a dot'),
  with: z
    .record(celName(), z.unknown())
    .describe('Values for its parameters; ${params.<name>} of this checklist may stand in them')
    .optional(),
  severity: Severity.describe('Of its items that do not say their own').optional(),
  phase: id().describe('Of its items that do not say their own').optional(),
  only: ids().describe('Ids of the pack whose items are wanted; default all').optional(),
  items: z.array(z.unknown()).describe('What this checklist says otherwise of single items').optional(),
})
export type RawInclude = z.output<typeof IncludeSchema>

/** A pack: a part of a checklist with parameters of its own. */
export const PackSchema = z.strictObject({
  readiness: z.literal(1).describe('Version of this format'),
  pack: id().describe('Name of the pack'),
  title: text().describe('Title for people'),
  params: z.record(celName(), z.unknown()).describe('Values that an include sets, as params.<name>').optional(),
  looks: z.record(celName(), z.unknown()).describe('Named looks, as looks.<name>').optional(),
  facts: z.record(celName(), expression('A value over looks and params, as facts.<name>')).describe('Named expressions').optional(),
  items: z.array(z.unknown()).min(1, 'wants at least one item').describe('Items'),
})
export type RawPack = z.output<typeof PackSchema>

export const SectionSchema = z.strictObject({
  title: text().describe('Title for people'),
  phase: id().describe('Phase of its items that do not say their own').optional(),
  items: z.array(z.unknown()).min(1, 'wants at least one item').describe('Items, in the order of the document'),
})

export const AttestSchema = z.strictObject({
  role: text().describe('Who may give this word'),
  evidence: z.enum(['required', 'optional']).describe('Whether a link or file must come with it; default optional').optional(),
  valid: span().describe('How long a word holds, for example 30d').optional(),
})

export const ItemSchema = z.strictObject({
  id: id().describe('Unique in the checklist'),
  title: text().describe('What holds when the item passes'),
  severity: Severity.describe('Weight in the gate').optional(),
  phase: id().describe('When it is judged; default pre-deploy').optional(),
  refs: texts().describe('Requirements that it settles').optional(),
  lines: lines().describe('Lines of the source document').optional(),
  tags: texts().describe('For selection').optional(),
  due: date().describe('Day by which it should be met').optional(),
  owner: text().describe('Who answers for it').optional(),
  why: text().describe('Why it matters').optional(),
  fix: text().describe('What to do when it fails').optional(),
  links: z.array(link()).describe('Where to read on').optional(),
  waivable: z.boolean().describe('Whether a waiver may cover it; default true').optional(),
  when: expression('Whether the item applies').optional(),
  needs: ids().describe('Items that must not fail for this one to be judged').optional(),
  ...lookKeys,
  look: z.string().describe('Name of a look whose observation stands at the top of the expectations').optional(),
  any: z.array(z.unknown()).min(1).describe('Items, or ids of items, of which one must pass').optional(),
  all: z.array(z.unknown()).min(1).describe('Items, or ids of items, that must all pass').optional(),
  attest: AttestSchema.describe('A person settles it, alone or where the look cannot be made').optional(),
  enough: expressions('Whether there is enough to judge; else insufficient').optional(),
  expect: expressions('What must hold').optional(),
  warn: expressions('What should hold; shown, never counted').optional(),
  eventually: lateTime().describe('Looks again until the expectations hold, for at most so long').optional(),
  throughout: lateTime().describe('Looks for so long; the expectations must hold every time').optional(),
})
export type RawItem = z.output<typeof ItemSchema>

/** The keys of an item that an include may say otherwise. */
export const AdjustSchema = ItemSchema.pick({
  title: true,
  severity: true,
  phase: true,
  refs: true,
  lines: true,
  tags: true,
  due: true,
  owner: true,
  why: true,
  fix: true,
  links: true,
  waivable: true,
})
  .partial()
  .extend({ include: id().describe('Id of the item in the pack') })
  .strict()

type Json = Record<string, unknown>

/** The whole format as JSON Schema (draft 7), for editors. Lists that are parsed entry by entry get the schema of their entries. */
export function checklistJsonSchema(): Json {
  const head = jsonOf(HeadSchema)
  const ref = (name: string) => ({ $ref: `#/definitions/${name}` })
  const child = { anyOf: [{ type: 'string' }, ref('item'), ref('include')] }
  const steps = { steps: { items: ref('step') }, finally: { items: ref('step') } }
  return {
    ...refine(head, {
      params: { additionalProperties: ref('param') },
      looks: { additionalProperties: ref('look') },
      sections: { items: ref('section') },
    }),
    definitions: {
      section: refine(jsonOf(SectionSchema), {
        items: { items: { anyOf: [{ allOf: [ref('item'), { required: ['severity'] }] }, ref('include')] } },
      }),
      include: refine(jsonOf(IncludeSchema), { items: { items: ref('adjust') } }),
      adjust: jsonOf(AdjustSchema),
      item: refine(jsonOf(ItemSchema), { any: { items: child }, all: { items: child }, ...steps }),
      look: refine(jsonOf(LookSchema), steps),
      step: refine(jsonOf(StepSchema), { save: { additionalProperties: { anyOf: [{ type: 'string' }, ref('save')] } } }),
      save: jsonOf(SaveSchema),
      param: jsonOf(ParamSchema),
    },
  }
}

function jsonOf(schema: z.ZodType): Json {
  return z.toJSONSchema(schema, { target: 'draft-7', io: 'input' })
}

/** The schema with more said of some of its properties. */
function refine(schema: Json, more: Readonly<Record<string, Json>>): Json {
  const properties = { ...(schema['properties'] as Record<string, Json>) }
  for (const [key, value] of Object.entries(more)) properties[key] = { ...properties[key], ...value }
  return { ...schema, properties }
}
