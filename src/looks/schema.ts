import * as z from 'zod'
import { EFFECTS } from '../core/effect.ts'
import { duration } from '../probes/fields.ts'

/** A text for people. */
export const text = () => z.string().trim().min(1, 'wants some text; came none')

/** Names that stand in expressions: what CEL reads without brackets. */
export const NAME = /^(?!(?:in|true|false|null)$)[a-z][A-Za-z0-9_]*$/

/** A name for expressions; the message says how the author's own name would have to be spelt. */
export const celName = () =>
  z
    .string()
    .regex(NAME, {
      error: (issue) =>
        `wants a name of letters, digits and _ that begins with a small letter, for example ${spelling(String(issue.input))}`,
    })

/** `min-requests` as `minRequests`. */
function spelling(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  const joined = words.map((word, i) => (i === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1)).join('')
  return NAME.test(joined) ? joined : `the${joined.charAt(0).toUpperCase()}${joined.slice(1)}`
}

/** A duration as milliseconds; a number without a unit is told so. */
export const time = () => z.string({ error: 'wants a duration with its unit, for example 20s' }).pipe(duration())

/** The same, or a text that only parameters complete; that one is checked where it is completed. */
export const lateTime = () =>
  z.string({ error: 'wants a duration with its unit, for example 20s' }).transform((text, context) => {
    if (text.includes('${')) return text
    const parsed = duration().safeParse(text)
    if (parsed.success) return parsed.data
    for (const { message } of parsed.error.issues) context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

/** A CEL expression. Its kind is checked where it is compiled, since YAML makes maps and booleans of unquoted ones. */
export const expression = (description: string) => z.unknown().meta({ description, type: 'string' })

/** An expectation with words for those who do not read expressions. */
export const ExpectationSchema = z.strictObject({
  expression: expression('What must hold'),
  message: text().describe('The same as a sentence, which reports show in place of the expression'),
  show: z
    .record(z.string().min(1), expression('A value over the same names'))
    .describe('What reports show as seen, by label; default: the values that decided')
    .optional(),
})

/** One expectation or a list of them that must all hold; each is a CEL expression, alone or with a message. */
export const expressions = (description: string) =>
  z.unknown().meta({
    description,
    // Worked out when somebody asks for the JSON Schema, which a run does not.
    get anyOf() {
      const { $schema: _, ...long } = z.toJSONSchema(ExpectationSchema, { target: 'draft-7', io: 'input' })
      const one = [{ type: 'string' as const }, long as Record<string, unknown>]
      return [...one, { type: 'array', items: { anyOf: one }, minItems: 1 }]
    },
  })

/** A list whose entries are parsed one by one, so that a mistake in one does not hide those of the others. */
const eachByItself = (description: string) => z.array(z.unknown()).min(1).describe(description)

/** A label of a limit: a name for expressions, or a text that parameters make one of. */
const label = () =>
  z
    .string()
    .regex(LABEL, {
      error: (issue) =>
        `wants a name of letters, digits and _ that begins with a small letter, for example ${spelling(String(issue.input))}`,
    })
const LABEL = new RegExp(`${NAME.source}|\\$\\{`)

export const Touches = z.record(label(), z.union([z.int().min(1), z.literal('all')]))

const probeUse = {
  probe: z.string().describe('Name of the probe that looks').optional(),
  with: z.record(z.string(), z.unknown()).describe('Parameters of the probe; any text may hold ${...}').optional(),
  target: z.string().min(1).describe('Name of the target or origin; default: the first of the kind').optional(),
  as: z.string().min(1).describe('Identity whose credentials are sent; default: the first').optional(),
  timeout: lateTime().describe('Deadline of one attempt; default: that of the probe').optional(),
}

/** The keys that make a look, in `looks:` and in an item. */
export const lookKeys = {
  ...probeUse,
  effect: z.enum(EFFECTS).describe('What it does to the target; must be said where it is not clearly a read').optional(),
  touches: Touches.describe('How much of each limit it uses, by label: a number, or all for a look that measures the limit').optional(),
  retry: z.int().min(0).max(10).describe('Further attempts when nothing could be seen; reads only, default 1').optional(),
  steps: eachByItself('A sequence of requests, in place of a probe').optional(),
  finally: eachByItself('Steps that clean up, run whatever happened').optional(),
}

export const LookSchema = z.strictObject(lookKeys)
export type RawLook = z.output<typeof LookSchema>

export const StepSchema = z.strictObject({
  id: celName().describe('Its observation is steps.<id>'),
  ...probeUse,
  jar: z.string().min(1).describe('Keeps cookies between steps of the same jar').optional(),
  save: z
    .record(celName(), expression('An expression over the observation, or { value, public: true }'))
    .describe('Values for later steps, as saved.<name>; secret unless public')
    .optional(),
  copies: z.int().min(2).max(100).describe('Sent so many times at the same moment; steps.<id> is a list').optional(),
  times: z.int().min(2).max(1000).describe('Sent so many times one after the other; steps.<id> is a list').optional(),
  spacing: lateTime().describe('Pause between the times').optional(),
  each: z
    .record(celName(), z.record(celName(), z.unknown()))
    .describe('Once per named row; steps.<id>.<row> is its observation, ${each.x} a value of the row')
    .optional(),
  until: expression('Looks again until this holds').optional(),
  within: lateTime().describe('For at most so long; with until').optional(),
  wait: lateTime().describe('Pause before it is sent').optional(),
})
export type RawStep = z.output<typeof StepSchema>

export const SaveSchema = z.strictObject({
  value: expression('An expression over the observation of the step'),
  public: z.boolean().describe('The value is no secret: expectations and reports may show it').optional(),
})
