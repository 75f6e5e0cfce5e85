import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { HOMES, LAYERS } from './layers.ts'
import { RULES, cruiseSources, uses, type Cruised } from './rules.ts'
import { scanFiles, scanText, shown, sourceFiles } from './scan.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const LONGEST = 300

let cruised: Cruised
beforeAll(async () => {
  cruised = await cruiseSources(root)
})

describe('who may import whom', () => {
  it('is held against all sources', () => {
    expect(cruised.modules.length).toBeGreaterThan(100)
    expect(cruised.imports.length).toBeGreaterThan(500)
  })

  it.each(RULES.map(({ name = '', comment = '' }) => [name, comment]))('%s: %s', (name) => {
    expect(cruised.violations.filter(({ rule }) => rule === name).map(({ text }) => text)).toEqual([])
  })

  it('has a layer for every folder of src but cli, which may import everything', () => {
    const folders = new Set(cruised.modules.map((path) => path.split('/').slice(1, 2).join('')))
    const known = new Set(LAYERS.map(({ at }) => at.split('/')[0]))
    expect([...folders].filter((folder) => !known.has(folder))).toEqual(['cli'])
  })

  it.each(LAYERS.flatMap((layer) => layer.may.map((permission) => [layer.name, permission, layer] as const)))(
    '%s really imports %s',
    (_, permission, layer) => {
      expect(uses(cruised.imports, layer, permission)).toBe(true)
    },
  )
})

describe('libraries', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }

  it('have a home in the table, each dependency of package.json and no other', () => {
    expect(Object.keys(HOMES).sort()).toEqual(Object.keys(manifest.dependencies).sort())
  })

  it.each(Object.entries(HOMES))('%s is used in src/%s', (library, home) => {
    const users = cruised.imports.filter(({ from, to }) => from.startsWith(`src/${home}`) && to.includes(`node_modules/${library}/`))
    expect(users).not.toEqual([])
  })
})

/** Uses outside of src/cli and src/main.ts that are right all the same. */
const EXCUSED: readonly { readonly file: string; readonly what: RegExp; readonly reason: string }[] = [
  { file: 'src/core/monotonic.ts', what: /^process\.hrtime/, reason: 'the one clock that only goes forward' },
  { file: 'src/engine/clock.ts', what: /^new Date\(\)$/, reason: 'the one clock, handed to everyone else' },
  {
    file: 'src/io/command/run.ts',
    what: /^process\.(?:once|off|removeListener|kill)$/,
    reason: 'children must not outlive us, and groups are signalled by process id',
  },
  { file: 'src/io/command/terminate.ts', what: /^process\.kill$/, reason: 'a group of children is signalled by its id' },
]

describe('the process, the clock and chance', () => {
  const files = sourceFiles(root, ['src']).filter((file) => !file.endsWith('.test.ts'))
  const found = scanFiles(root, files).filter(({ what }) => what !== 'any' && !what.startsWith('@'))
  const isCli = (file: string) => file.startsWith('src/cli/') || file === 'src/main.ts'
  const excuse = ({ file, what }: { file: string; what: string }) => EXCUSED.find((one) => one.file === file && one.what.test(what))

  it('are touched by src/cli and src/main.ts alone', () => {
    expect(files.length).toBeGreaterThan(100)
    expect(found.filter(({ file }) => isCli(file))).not.toEqual([])
    expect(found.filter((one) => !isCli(one.file) && !excuse(one)).map(shown)).toEqual([])
  })

  it.each(EXCUSED)('$file is excused, for $reason', (one) => {
    expect(found.filter((use) => excuse(use) === one)).not.toEqual([])
  })
})

describe('source files', () => {
  const files = sourceFiles(root, ['src', 'test', 'fixtures'])

  it('stay below 300 lines', () => {
    const long = files
      .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines >= LONGEST)
    expect(long).toEqual([])
  })

  it('switch no check of the compiler off', () => {
    expect(
      scanFiles(root, files)
        .filter(({ what }) => what === 'any' || what.startsWith('@'))
        .map(shown),
    ).toEqual([])
  })
})

describe('the checks themselves', () => {
  it('see an import against the table, a second home and a cycle', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'readiness-architecture-'))
    const put = (file: string, text: string) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    }
    put('package.json', '{ "dependencies": { "pg": "1" } }')
    put('node_modules/pg/package.json', '{ "name": "pg", "main": "index.js" }')
    put('node_modules/pg/index.js', '')
    put('src/io/files.ts', "import 'pg'\nimport './other.ts'\nexport const read = 1")
    put('src/io/other.ts', "import './files.ts'")
    put('src/verdict/gate.ts', "import { read } from '../io/files.ts'\nexport const gate = read")
    put('src/probes/http/index.ts', "import type { A } from '../redis/schema.ts'\nexport type B = A")
    put('src/probes/redis/schema.ts', "import '../../gone.ts'\nexport type A = 1")
    const { violations } = await cruiseSources(folder)
    rmSync(folder, { recursive: true })
    expect(violations.map(({ rule, text }) => `${rule}: ${text}`).sort()).toEqual([
      'home of pg: src/io/files.ts -> node_modules/pg/index.js',
      'no cycle: src/io/files.ts -> src/io/other.ts',
      'probes: src/probes/http/index.ts -> src/probes/redis/schema.ts',
      'resolved: src/probes/redis/schema.ts -> ../../gone.ts',
      'verdict: src/verdict/gate.ts -> src/io/files.ts',
    ])
  })

  it('see the process, the clock, chance and any wherever they stand in code, and not in comments and texts', () => {
    const text = [
      "import process from 'node:process'",
      'const a = process.env.TOKEN',
      'console.log(globalThis.process.argv)',
      'const b = new Date()',
      'const c = new Date(0)',
      'const d: Record<string, any> = {}',
      '// process.env and any',
      "const e = 'Date.now()'",
      'const f = [Date.now(), Math.random()]',
      `// @ts-${'ignore'}`,
    ].join('\n')
    expect(scanText('a.ts', text).map(({ line, what }) => `${line} ${what}`)).toEqual([
      '1 process',
      '2 process.env',
      '3 console.log',
      '4 new Date()',
      '6 any',
      '9 Date.now',
      '9 Math.random',
      `10 @ts-${'ignore'}`,
    ])
  })
})
