import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { casesOf, type Case, type Place, type Row } from './cases.ts'
import { writeChecklist } from './checklist.ts'
import { peakMb, run, timed, type Timed } from './measure.ts'
import { startServers } from './servers.ts'
import { spreadOf } from './statistics.ts'
import { tableOf } from './table.ts'

// `--node <binary>` measures under another Node, `--rounds <n>` changes how often, `--only <name>` runs one comparison.
const { values: options } = parseArgs({ options: { node: { type: 'string' }, rounds: { type: 'string' }, only: { type: 'string' } } })
const node = options.node ?? process.execPath
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'readiness-bench-'))
interface Build {
  readonly bundle: (entries: readonly string[], outdir: string) => Promise<unknown>
  readonly product: (outdir: string, options: { node: string }) => Promise<void>
}
const { bundle, product } = (await import(new URL('../.ci/build.mjs', import.meta.url).href)) as Build
const say = (text: string) => void process.stdout.write(`${text}\n`)

const servers = await startServers()
try {
  await product(join(folder, 'dist'), { node })
  await bundle(['bench/floors/undici.mjs', 'bench/floors/loading.ts'], join(folder, 'floors'))
  const place: Place = {
    node,
    folder,
    servers,
    main: join(folder, 'dist', 'main.cjs'),
    floor: join(folder, 'floors', 'undici.cjs'),
    plain: join(root, 'bench', 'floors', 'plain.mjs'),
  }
  const { stdout: version } = await run({ argv: [node, '--version'], cwd: folder })
  say(`Node ${version.trim()} (${basename(node)}); rounds A B C ... in turn; x is the median of each round's ratio to the first row`)
  for (const one of casesOf(place)) if (options.only === undefined || options.only === one.name) await compare(one)
  if (options.only === undefined || options.only === 'load') await loading(place)
  if (options.only === undefined || options.only === 'once') await lookingOnce(place)
} finally {
  await servers.stop()
  rmSync(folder, { recursive: true })
}

async function compare({ title, rounds, rows }: Case): Promise<void> {
  for (const row of rows) await sameWork(row)
  const runs = rows.map((): Timed[] => [])
  for (let round = 0; round < Number(options.rounds ?? rounds); round += 1) {
    for (const [index, row] of rows.entries()) runs[index]?.push(await timed(row))
  }
  const measured = []
  for (const [index, row] of rows.entries())
    measured.push({ row, runs: runs[index] ?? [], ...(row.argv[0] === node ? { peakMb: await peakOf(row) } : {}) })
  say(`\n${title}\n${tableOf(measured).join('\n')}`)
}

/** Who does not tell a wrong header from a right one does not do the same work; the first run also warms the caches. */
async function sameWork(row: Row): Promise<void> {
  const right = await timed(row)
  if (right.status !== 0) throw new Error(`${row.label} ends with ${right.status} where all is right`)
  const wrong = row.wrong && (await timed(row.wrong))
  if (wrong && wrong.status !== 1) throw new Error(`${row.label} ends with ${wrong.status} where the header is wrong`)
}

async function peakOf(row: Row): Promise<number> {
  const peaks = []
  for (let round = 0; round < 3; round += 1) peaks.push(await peakMb(row))
  return spreadOf(peaks).median
}

/** The cost of loading beside that of the YAML parser alone, each in a fresh process, in turn. */
async function loading({ folder: cwd, servers: { fast } }: Place): Promise<void> {
  const file = join(writeChecklist(join(cwd, 'loading'), { origin: fast, path: '/right', items: 1000, urls: 1000 }), 'list.yaml')
  const once = async (mode: string) => Number((await run({ argv: [node, join(cwd, 'floors', 'loading.cjs'), mode, file], cwd })).stdout)
  const bare: number[] = []
  const whole: number[] = []
  for (let round = 0; round < Number(options.rounds ?? 7); round += 1) {
    bare.push(await once('bare'))
    whole.push(await once('whole'))
  }
  const ratio = spreadOf(whole.map((ms, round) => ms / (bare[round] ?? Number.NaN)))
  say(
    `\nLoading 1000 items\n  parseDocument().toJS() ${spreadOf(bare).median.toFixed(0)} ms of CPU, loadChecklist ${spreadOf(whole).median.toFixed(0)} ms: ${ratio.median.toFixed(2)} (${ratio.q25.toFixed(2)}-${ratio.q75.toFixed(2)}) x, n ${ratio.n}; goal <= 1.15 x: ${ratio.median <= 1.15 ? 'met' : 'NOT met'}`,
  )
}

/** Counted at the server, so there is nothing to wait for and nothing to repeat. */
async function lookingOnce({ main, folder: cwd, servers: { slow, counts } }: Place): Promise<void> {
  const list = writeChecklist(join(cwd, 'once'), { origin: slow, path: '/', items: 1000, urls: 50 })
  await counts()
  await run({ argv: [node, main, 'check', '--quiet', '--concurrency', '20'], cwd: list })
  const { requests, connections } = await counts()
  say(`\n1000 items on 50 URLs, 20 at a time\n  ${requests} requests (goal: 50), ${connections} connections (goal: <= 20)`)
}
