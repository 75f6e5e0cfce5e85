import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createHttpClient, createTransport } from '../src/io/http/client.ts'
import { observe } from '../src/probes/load/observe.ts'
import { Params } from '../src/probes/load/schema.ts'
import type { Observation } from '../src/probes/load/schema.ts'

// How close the load probe comes to latencies that are known, the server in a process of its own: `tsx bench/load-accuracy.ts`.
// `--seconds <n>` measures for so long (a multiple of 5, since the server stalls in every fifth second), `--rate <n>` at one rate only.
const { values: options } = parseArgs({ options: { seconds: { type: 'string' }, rate: { type: 'string' } } })
const seconds = Number(options.seconds ?? 10)
const rates = options.rate === undefined ? [500, 1000] : [Number(options.rate)]
const say = (text: string) => void process.stdout.write(`${text}\n`)

const FIELDS = ['p50Ms', 'p90Ms', 'p99Ms'] as const
type Truth = Readonly<Record<(typeof FIELDS)[number], number>>

/**
 * What was injected, for arrivals at constant distance: a fifth meets the stall and waits evenly between 0 and 1 s, so p90 is half of it
 * and p99 0.95 s. What really came is told by the server: timers are late, and after a stall it must first take who waited.
 */
const CASES: readonly { readonly mode: string; readonly title: string; readonly injected: Truth }[] = [
  { mode: 'mix', title: '98 % 5 ms, 2 % 100 ms', injected: { p50Ms: 5, p90Ms: 5, p99Ms: 100 } },
  { mode: 'stall', title: 'frozen for 1 s in every 5 s', injected: { p50Ms: 0, p90Ms: 500, p99Ms: 950 } },
]

let met = true
for (const rate of rates) for (const one of CASES) await measure(rate, one)
say(
  `\nGoal: every percentile within max(2 ms, 5 %) of what the server gave, rate within 1 %, send lag p99 <= 5 ms: ${met ? 'met' : 'NOT met'}`,
)

async function measure(rate: number, { mode, title, injected }: (typeof CASES)[number]): Promise<void> {
  const server = fork(fileURLToPath(new URL('load-server.mjs', import.meta.url)), [mode], { execArgv: [] })
  const [port] = (await once(server, 'message')) as [number]
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  const seen = await look(`http://127.0.0.1:${port}`, rate)
  const { user, system } = process.cpuUsage(cpu)
  const share = (user + system) / 1000 / (performance.now() - startedAt)
  server.send({ rate, skip: rate })
  const [given] = (await once(server, 'message')) as [Truth]
  server.kill()
  await once(server, 'exit')
  say(`\n${rate}/s, ${title}, ${seconds} s`)
  for (const field of FIELDS) say(row(field, injected[field], given[field], seen[field] ?? Number.NaN))
  const kept = Math.abs(seen.achievedRate / rate - 1) <= 0.01 && (seen.sendLagP99Ms ?? Infinity) <= 5
  met &&= kept
  say(
    `  sent ${seen.sent}, failed ${seen.failed}, rate ${seen.achievedRate.toFixed(1)}/s, send lag p99 ${seen.sendLagP99Ms?.toFixed(1)} max ${seen.sendLagMaxMs?.toFixed(1)} ms, ${(share * 100).toFixed(0)} % of a core${kept ? '' : '  NOT met'}`,
  )
}

async function look(origin: string, rate: number): Promise<Observation> {
  const transport = createTransport()
  try {
    const http = createHttpClient(transport, { runId: 'bench', version: '0.0.0', origins: [origin] })
    const params = Params.parse({ request: { path: '/{n}' }, rate, duration: `${seconds}s`, connections: 2000 })
    const context = {
      target: undefined,
      origin,
      http,
      allowExec: false,
      baseDir: '.',
      signal: new AbortController().signal,
      timeoutMs: 300_000,
      now: () => new Date(),
      run: { id: 'bench', startedAt: new Date() },
      learn: () => {},
      commands: { run: () => Promise.reject(new Error('no commands here')) },
    }
    return (await observe(params, context)).observation
  } finally {
    transport.close()
  }
}

function row(field: string, injected: number, given: number, seen: number): string {
  const near = Math.abs(seen - given) <= Math.max(2, given * 0.05)
  met &&= near
  const ms = (value: number) => `${value.toFixed(1).padStart(6)} ms`
  return `  ${field.padEnd(6)} injected ${ms(injected)}, given ${ms(given)}, measured ${ms(seen)}${near ? '' : '  NOT met'}`
}
