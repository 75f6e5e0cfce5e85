// A server of known latency: `mix` answers after 5 ms, and 2 of 100 after 100 ms; `stall` answers at once, and stands still, its whole
// process, for one second in every five. Request /<n> of a rate was due n / rate after the start, so it can tell how long each really
// waited: a message of { rate, skip } asks for that.
import { createServer } from 'node:http'

const mode = process.argv[2]
const came = new Map()
const ended = new Map()
const server = createServer((request, response) => {
  const n = Number(request.url.slice(1))
  came.set(n, performance.now())
  const end = () => {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok')
    ended.set(n, performance.now())
  }
  if (mode === 'stall') return void end()
  setTimeout(end, n % 50 === 0 ? 100 : 5)
})
if (mode === 'stall') setInterval(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000), 5000)

process.on('message', ({ rate, skip }) => {
  // The one that came with the least delay came at its time.
  const start = [...came].reduce((least, [n, at]) => Math.min(least, at - (n * 1000) / rate), Infinity)
  const waits = [...ended]
    .filter(([n]) => n > skip)
    .map(([n, at]) => at - start - (n * 1000) / rate)
    .sort((a, b) => a - b)
  const percentile = (share) => waits[Math.ceil(share * waits.length) - 1]
  process.send({ p50Ms: percentile(0.5), p90Ms: percentile(0.9), p99Ms: percentile(0.99) })
})
server.listen(0, '127.0.0.1', 4096, () => process.send(server.address().port))
