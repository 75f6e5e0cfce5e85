// Answers every request after 100 ms; /counts tells and clears how many came on how many connections.
import { createServer } from 'node:http'

let requests = 0
let sockets = new Set()
const server = createServer((request, response) => {
  if (request.url === '/counts') {
    response.end(JSON.stringify({ requests, connections: sockets.size }))
    requests = 0
    sockets = new Set()
    return
  }
  requests += 1
  sockets.add(request.socket)
  setTimeout(() => response.writeHead(200, { 'content-type': 'application/json', 'x-frame-options': 'DENY' }).end('{"status":"ok"}'), 100)
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port))
