import * as z from 'zod'
import { findings, secretText } from '../fields.ts'

const path = () =>
  z
    .string()
    .min(1)
    .max(1000)
    .regex(/^[^\0\n]*$/, 'must not hold a NUL or a line end')
const name = () => z.string().regex(/^[A-Za-z_][\w.-]*$/, 'wants a name of letters, digits, `_`, `.` and `-`')

export const KINDS = ['auto', 'none', 'json', 'env', 'requirements'] as const
export type Kind = (typeof KINDS)[number]

const History = z
  .strictObject({
    secrets: z
      .record(name(), secretText())
      .default({})
      .describe(
        'Values to search for by name, normally `"${secrets.name}"`: as they are and in base64, base64url, percent, JSON, HTML and hex notation; of several lines also the longest one',
      ),
    patterns: z
      .boolean()
      .default(false)
      .describe('Search for what looks like a credential: private keys, tokens of known services, addresses with a password'),
    ignore: z.array(path()).max(100).default([]).describe('Globs of paths that are not searched for patterns, for example `test/**`'),
    files: z
      .array(path())
      .max(100)
      .default([])
      .describe(
        'Globs of files that must never have been committed, for example `.env*`; one without `/` is of a name in any folder, any other is from the top of the repository or from `root`',
      ),
    allow: z.array(path()).max(100).default([]).describe('Globs of files that may, for example `.env.example`'),
    maxBlobs: z.int().min(1).max(1_000_000).default(50_000).describe('Most file contents to read; with more, `hits` is unread'),
    maxBlobBytes: z
      .int()
      .min(1)
      .max(16 * 1024 * 1024)
      .default(5 * 1024 * 1024)
      .describe('Largest file content to read, bytes; with a larger one, `hits` is unread'),
  })
  .refine(
    ({ secrets, patterns, files }) => patterns || files.length > 0 || Object.keys(secrets).length > 0,
    'wants something to search for: `secrets`, `patterns` or `files`',
  )
export type History = z.output<typeof History>

export const Params = z
  .strictObject({
    root: path().optional().describe('Folder that paths are relative to, itself relative to the folder of readiness.yaml (the default)'),
    paths: z
      .array(path())
      .max(200)
      .default([])
      .describe('Files by path or by glob (`**/*.sql`); `.git` and `node_modules` only where a path names them'),
    parse: z
      .enum(KINDS)
      .default('auto')
      .describe('How contents are read for `values`, `envKeys` and `requirements`; `auto` goes by the name of the file'),
    values: z
      .record(name(), z.string().min(1).max(500))
      .default({})
      .describe('Values to take from the one JSON file, by name: keys and list positions joined by dots (`scripts.start`)'),
    contains: z.record(name(), z.string().min(1).max(1000)).default({}).describe('Texts to look for, by name'),
    lines: z.boolean().default(false).describe('Whether to show the lines of each file (at most 2,000); values of env files are left out'),
    git: z.boolean().default(true).describe('Whether to ask git if files are tracked or ignored'),
    history: History.optional().describe('What to search for in every file content that was ever committed, on all branches and tags'),
  })
  .refine(({ paths, history }) => paths.length > 0 || history !== undefined, 'wants `paths` or `history`')
export type Params = z.output<typeof Params>

const When = {
  modifiedAt: z.string().describe('Last change, ISO 8601 UTC'),
  ageSeconds: z.int().optional().describe('Time since then, seconds; unread when it lies in the future'),
}

const File = z.strictObject({
  path: z.string().describe('Path relative to `root`'),
  bytes: z.int().describe('Size, bytes'),
  ...When,
  mode: z.string().describe('Permissions as four octal digits, for example 0644'),
  worldReadable: z.boolean().describe('Whether every user of the machine may read it'),
  worldWritable: z.boolean().describe('Whether every user of the machine may change it'),
  symlink: z.boolean().describe('Whether it is a symbolic link; the other fields are of what it points to'),
  tracked: z.boolean().optional().describe('Whether git tracks it'),
  ignored: z.boolean().optional().describe('Whether git ignores it: not tracked, and a pattern of a .gitignore covers it'),
  lines: z.array(z.string()).optional().describe('Lines without line ends; absent unless asked for, unread when there are more than 2,000'),
  matches: z.array(z.string()).optional().describe('Names of the texts of `contains` that are in it; unread when it is larger than 4 MiB'),
})
export type File = z.output<typeof File>

const Edge = z.strictObject({ path: z.string().describe('Path relative to `root`'), bytes: z.int().describe('Size, bytes'), ...When })

const Requirement = z.strictObject({
  spec: z.string().describe('Versions as written, for example `==2.31.0`; empty when any will do'),
  pinned: z.boolean().describe('Whether exactly one version will do (`==` without `*`, or `===`)'),
  version: z.string().optional().describe('That version; absent when it is not pinned'),
})
export type Requirement = z.output<typeof Requirement>

const Hit = z.strictObject({
  kind: z.enum(['value', 'pattern', 'file']).describe('A value of `secrets`, a pattern of a credential, or a file that must not be there'),
  name: z.string().describe('Name of the secret, of the rule, or the glob; never a value'),
  path: z.string().describe('Path relative to the top of the repository; empty when no commit names it'),
  commit: z.string().optional().describe('Short id of the oldest commit with it; absent when only a tag points to it'),
  encoding: z.string().optional().describe('How the value is written: `raw`, `base64`, `hex` ...; absent for other kinds'),
})
export type Hit = z.output<typeof Hit>

const Past = z.strictObject({
  commits: z.int().optional().describe('Commits of all branches and tags'),
  blobs: z.int().optional().describe('File contents that were read'),
  shallow: z.boolean().optional().describe('Whether the clone lacks older commits; `hits` is unread then'),
  complete: z.boolean().optional().describe('Whether everything was searched for in every file content'),
  found: z.boolean().optional().describe('Whether anything was found; known as soon as one hit is, also when not all was searched'),
  hits: findings(Hit).optional().describe('Everything found, at most 20 of each kind and name; unread when not all was searched'),
  searched: z
    .record(z.string(), z.boolean())
    .optional()
    .describe('Secrets by name: whether the value was searched for; too short or common ones are not'),
})
export type Past = z.output<typeof Past>

export const Observation = z.strictObject({
  files: z.array(File).optional().describe('Files that were found, by path'),
  count: z.int().optional().describe('How many'),
  missing: findings(z.string()).describe('Paths (not globs) where there is no file'),
  newest: Edge.optional().describe('File that was changed last; absent when there is none'),
  oldest: Edge.optional().describe('File that was changed first; absent when there is none'),
  totalBytes: z.int().optional().describe('Sizes of all, bytes'),
  ignored: z.record(z.string(), z.boolean()).optional().describe('Whether git ignores each path that is no glob, there or not'),
  contains: z
    .record(z.string(), z.boolean())
    .optional()
    .describe('By name, whether the text is in any file; absent when no file was found'),
  values: z.record(z.string(), z.unknown()).optional().describe('Values of the JSON file by name; what is not in it is absent'),
  envKeys: z.array(z.string()).optional().describe('Names of the variables in the env file'),
  requirements: z.record(z.string(), Requirement).optional().describe('Packages of the requirements files by normalised name (PEP 503)'),
  history: Past.optional().describe('What was ever committed; absent unless asked for'),
})
export type Observation = z.output<typeof Observation>
