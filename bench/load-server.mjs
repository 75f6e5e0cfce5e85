// A server of known latency: /mix answers after 5 ms, and 2 of 100 after 100 ms; /stall stands still for the last second of every five.
import { createServer } from 'node:http'

let at = 0
const startedAt = performance.now()
const server = createServer((request, response) => {
  const end = () => response.writeHead(200, { 'content-type': 'text/plain' }).end('ok')
  if (request.url === '/mix') {
    at += 1
    return void setTimeout(end, at % 50 === 0 ? 100 : 5)
  }
  const into = (performance.now() - startedAt) % 5000
  if (request.url === '/stall' && into > 4000) return void setTimeout(end, 5000 - into)
  return void end()
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port))
