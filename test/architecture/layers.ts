/** A folder (or file) of src and everything of ours that it may import beside itself. */
export interface Layer {
  readonly name: string
  /** Below src; a folder ends with a slash. `<probe>` stands for each probe's own folder. */
  readonly at: string
  readonly may: readonly string[]
  readonly reason: string
}

const CONTRACT = 'probes/contract.ts'
const REGISTRY = 'probes/registry.ts'

/** Who may import whom (design section 9). Folders that import less say less here: an unused permission is a fault too. */
export const LAYERS: readonly Layer[] = [
  { name: 'core', at: 'core/', may: [], reason: "its words are everyone's, so it can rest on nobody" },
  { name: 'redaction', at: 'redaction/', may: [], reason: 'it stands in every sink and must be understood alone' },
  { name: 'document', at: 'document/', may: ['core/', 'redaction/'], reason: 'YAML and positions know nothing of checklists' },
  { name: 'expression', at: 'expression/', may: ['core/', 'redaction/'], reason: 'CEL judges plain data and cannot look' },
  { name: 'io', at: 'io/', may: ['core/', 'redaction/'], reason: 'the ways out serve every probe and know none' },
  { name: 'contract', at: CONTRACT, may: ['core/', 'io/'], reason: 'what a probe promises is told in types of core and io' },
  {
    name: 'fields',
    at: 'probes/fields.ts',
    may: ['core/', 'redaction/'],
    reason: 'field kinds of schemas need durations and Secret, no more',
  },
  {
    name: 'request',
    at: 'probes/request.ts',
    may: ['redaction/', 'probes/fields.ts'],
    reason: 'one spelling of a request for every probe that sends what the author wrote',
  },
  {
    name: 'series',
    at: 'probes/series.ts',
    may: ['core/', 'redaction/', 'io/', 'probes/request.ts'],
    reason: 'many requests from one; what is sent is told in the type of io',
  },
  {
    name: 'shell',
    at: 'probes/shell.ts',
    may: ['core/', 'redaction/', CONTRACT],
    reason: 'words of a shell line, sent as the look is sent',
  },
  {
    name: 'curl',
    at: 'probes/curl.ts',
    may: ['redaction/', CONTRACT, 'probes/request.ts', 'probes/shell.ts'],
    reason: 'the line that sends a request by hand',
  },
  {
    name: 'registry',
    at: REGISTRY,
    may: ['probes/<probe>/index.ts', CONTRACT],
    reason: 'one line per probe: it knows manifests, not what is behind them',
  },
  {
    name: 'probes',
    at: 'probes/<probe>/',
    may: [
      'core/',
      'redaction/',
      'io/',
      CONTRACT,
      'probes/fields.ts',
      'probes/placeholder.ts',
      'probes/request.ts',
      'probes/series.ts',
      'probes/shell.ts',
      'probes/curl.ts',
      'probes/curl-loop.ts',
    ],
    reason: 'a probe sees neither expectation nor engine nor another probe: observe never judges',
  },
  {
    name: 'looks',
    at: 'looks/',
    may: ['core/', 'redaction/', 'document/', 'expression/', CONTRACT, REGISTRY, 'probes/fields.ts'],
    reason: 'looks are shared by checklists and environments and know neither',
  },
  {
    name: 'checklist',
    at: 'checklist/',
    may: ['core/', 'document/', 'expression/', 'looks/'],
    reason: 'a checklist is loaded without touching anything: no io',
  },
  {
    name: 'config',
    at: 'config/',
    may: ['core/', 'redaction/', 'document/', 'expression/', 'looks/', 'io/', CONTRACT, REGISTRY],
    reason: 'environments fetch secrets, so io; they know no checklist',
  },
  {
    name: 'judge',
    at: 'judge/',
    may: ['core/', 'expression/'],
    reason: 'judging is pure: it sees the redacted observation and cannot look',
  },
  { name: 'verdict', at: 'verdict/', may: ['core/'], reason: 'the gate is arithmetic over outcomes' },
  {
    name: 'engine',
    at: 'engine/',
    may: [
      'core/',
      'redaction/',
      'expression/',
      'io/',
      'looks/',
      'judge/',
      'verdict/',
      'checklist/model.ts',
      'config/model.ts',
      CONTRACT,
      REGISTRY,
    ],
    reason: 'it runs what others loaded: of checklist and config only the shapes',
  },
  {
    name: 'report',
    at: 'report/',
    may: ['core/', 'redaction/escape.ts'],
    reason: 'a report is a pure function of the result and knows no probe',
  },
  { name: 'main', at: 'main.ts', may: ['cli/'], reason: 'ten lines: exit status first, then the CLI' },
]

/** The one home of each library, below src. */
export const HOMES: Readonly<Record<string, string>> = {
  yaml: 'document/',
  '@marcbachmann/cel-js': 'expression/',
  re2js: 'expression/',
  semver: 'expression/',
  pg: 'probes/postgres/',
  ioredis: 'probes/redis/',
  jose: 'probes/jwt/',
  '@zxcvbn-ts/core': 'probes/secret/',
  '@zxcvbn-ts/language-common': 'probes/secret/',
  'simple-statistics': 'probes/timing/',
  'structured-headers': 'io/structured-fields.ts',
  'set-cookie-parser': 'probes/cookies/',
  csp_evaluator: 'probes/headers/',
  undici: 'io/http/',
  execa: 'io/',
  commander: 'cli/',
  '@inquirer/prompts': 'cli/',
  chalk: 'report/pretty/',
  eta: 'report/html/',
  'parse-duration': 'core/duration.ts',
  picomatch: 'core/glob.ts',
  '@secretlint/core': 'probes/files/',
  '@secretlint/secretlint-rule-preset-recommend': 'probes/files/',
  zod: '',
}
