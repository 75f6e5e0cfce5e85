import * as z from 'zod'
import { findings } from '../fields.ts'

export const Params = z.strictObject({
  file: z.string().min(1).describe('Path of the document, relative to the folder of readiness.yaml'),
  sections: z
    .array(z.string().min(1))
    .default([])
    .describe('Headings that it should have; numbering, case and symbols around the words do not matter'),
  contains: z.array(z.string().min(1)).default([]).describe('Texts to be looked for; case matters, line breaks count as spaces'),
})
export type Params = z.output<typeof Params>

const Heading = z.strictObject({
  title: z.string().describe('As written, without marks of emphasis'),
  level: z.int().describe('1 to 6'),
  line: z.int().describe('Line of the file, from 1'),
  empty: z.boolean().describe('Nothing stands below it before the next heading of its level or above'),
})

export const Observation = z.strictObject({
  exists: z.boolean().describe('Whether the file is there'),
  bytes: z.int().describe('Size, bytes'),
  empty: z.boolean().describe('It is not there, or holds nothing but white space'),
  text: z.string().optional().describe('The whole text; absent when the file is not there'),
  sections: z.array(Heading).optional().describe('All headings in order; absent when the file is not there'),
  missingSections: findings(z.string()).describe('Wanted headings that were not found or have nothing below them'),
  placeholders: findings(
    z.strictObject({
      line: z.int().describe('Line of the file, from 1'),
      text: z.string().describe('What was left, for example TODO or <name>'),
    }),
  )
    .optional()
    .describe('What nobody filled in; <...> and {{...}} are looked for outside of code only. Absent when the file is not there'),
  contains: z
    .record(z.string(), z.boolean())
    .optional()
    .describe('Each wanted text, and whether it is there; absent when the file is not there'),
  frontMatter: z
    .record(z.string(), z.string())
    .optional()
    .describe('`key: value` lines of the front matter, as text; keys in lower case. Absent when the file is not there'),
  reviewedAt: z
    .string()
    .optional()
    .describe('ISO 8601 UTC; from front matter or a line like "Last Updated: January 5, 2026"; absent when it is not said'),
  reviewedAgeDays: z.number().optional().describe('Days since then'),
  modifiedAt: z
    .string()
    .optional()
    .describe('Last change of the file, ISO 8601 UTC; a checkout sets it anew. Absent when the file is not there'),
})
export type Observation = z.output<typeof Observation>
