import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createHttpClient, createTransport } from '../src/io/http/client.ts'
import { observe } from '../src/probes/load/observe.ts'
import { Params } from '../src/probes/load/schema.ts'
import { keepWasmSimple } from '../src/cli/v8-flags.ts'

// How close the load probe comes to latencies that are known, the server in a process of its own: `tsx bench/load-accuracy.ts`.
// `--seconds <n>` measures for so long (a multiple of 5, since the server stalls in every fifth second), `--rate <n>` at one rate only.
const { values: options } = parseArgs({ options: { seconds: { type: 'string' }, rate: { type: 'string' } } })
const seconds = Number(options.seconds ?? 10)
const rates = options.rate === undefined ? [500, 1000] : [Number(options.rate)]

/** Percentiles of arrivals at constant distance. Of /stall a fifth waits evenly between 0 and 1 s: p90 is the middle of it, p99 5 % below its end. */
const TRUTHS: Readonly<Record<string, Readonly<Record<'p50Ms' | 'p90Ms' | 'p99Ms', number>>>> = {
  '/mix': { p50Ms: 5, p90Ms: 5, p99Ms: 100 },
  '/stall': { p50Ms: 0, p90Ms: 500, p99Ms: 950 },
}

const server = fork(fileURLToPath(new URL('load-server.mjs', import.meta.url)), { execArgv: [] })
const [port] = (await once(server, 'message')) as [number]
const origin = `http://127.0.0.1:${port}`
