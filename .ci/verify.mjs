// Everything that `npm test` checks, in the order in which a mistake is cheapest to see. Ends with one line of counts.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = (name) => join(root, 'node_modules', '.bin', name)
const scratch = mkdtempSync(join(tmpdir(), 'readiness-verify-'))
const results = ['tests', 'quiet'].map((name) => join(scratch, `${name}.json`))

const steps = [
  { name: 'types', command: bin('tsc'), args: ['-p', '.'] },
  {
    name: 'lint',
    command: bin('oxlint'),
    args: ['-c', '.ci/oxlint.json', '--type-aware', '--deny-warnings', 'src', 'test', 'fixtures', 'bench', 'docs', '.ci'],
  },
  {
    name: 'format (npx oxfmt -c .ci/oxfmt.json repairs it)',
    command: bin('oxfmt'),
    args: ['-c', '.ci/oxfmt.json', '--check', '**/*.{ts,mjs,cjs}'],
  },
  { name: 'dead code', command: bin('knip'), args: ['-c', '.ci/knip.json'] },
  { name: 'tests', command: bin('vitest'), args: vitest('test/vitest.config.ts', results[0]) },
  { name: 'tests that need the machine for themselves', command: bin('vitest'), args: vitest('test/vitest.quiet.config.ts', results[1]) },
]

function vitest(config, file) {
  return ['run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...process.argv.slice(2)]
}

let failed = 0
for (const { name, command, args } of steps) {
  console.error(`\n== ${name}`)
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 1, 2] })
  if (status !== 0) {
    console.error(`== ${name}: failed (status ${status})`)
    failed += 1
  }
}

const all = results.map(counts)
const sum = (key) => all.reduce((total, each) => total + (each[key] ?? 0), 0)
const [passed, failedTests, pending] = ['numPassedTests', 'numFailedTests', 'numPendingTests'].map(sum)
rmSync(scratch, { recursive: true, force: true })
console.log(`\n${passed} passed, ${failedTests} failed, ${pending} skipped`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0

function counts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}
