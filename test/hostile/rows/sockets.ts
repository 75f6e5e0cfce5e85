import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { serve } from '../../support/server.ts'
import { fails, harmless, unknown } from '../row.ts'
import type { Row, Stage } from '../row.ts'
import { answer, asked, head, http, JSON_OK, raw, STATUS, whole } from '../servers.ts'

const STEPS =
  'effect: read\nsteps:\n  - { id: first, probe: http, with: { path: / }, timeout: 1s }\n  - { id: pause, probe: http, target: good, with: { path: / }, wait: 100ms, timeout: 1s }\n  - { id: second, probe: http, with: { method: POST, path: / }, timeout: 1s }\nexpect: "steps.first.status == 200 && steps.second.status == 200"'

// A server whose event loop is blocked takes no connection, and its queue of one is soon full.
const STUCK = `require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () {
  process.stdout.write(this.address().port + '\\n', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
})`

async function blackHole(stage: Stage): Promise<number> {
  const child = spawn(process.execPath, ['-e', STUCK], { stdio: ['ignore', 'pipe', 'ignore'] })
  stage.atEnd(() => void child.kill('SIGKILL'))
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const port = Number(line)
  for (let i = 0; i < 8; i += 1) {
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    stage.atEnd(() => void socket.destroy())
    const open = await Promise.race([
      once(socket, 'connect').then(() => true),
      new Promise<false>((resolve) => void setTimeout(resolve, 250, false)),
    ])
    if (!open) return port
  }
  throw new Error('the queue of the listener did not fill')
}

/** Serves one answer per connection and then closes it without a word. */
const fickle = (socket: Socket) =>
  void socket.once('data', () => {
    socket.write(whole('{"ok":true}'))
    setTimeout(() => socket.destroy(), 30)
  })

/** Sockets that do not do what they should. */
export const rows: readonly Row[] = [
  {
    id: 'N07',
    title: 'a host that does not answer SYN',
    expect: unknown('timeout', /did not take the connection/),
    setup: async (stage) => ({ origin: `http://127.0.0.1:${await blackHole(stage)}`, item: STATUS }),
  },
  {
    id: 'N08',
    title: 'a name of two addresses, only the IPv4 one listens',
    expect: harmless,
    setup: async (stage) => ({
      origin: (await raw(stage, answer(whole('{"ok":true}')))).url.replace('127.0.0.1', 'localhost'),
      item: JSON_OK,
    }),
  },
  {
    id: 'N08',
    title: 'nobody listens',
    expect: unknown('unreachable', /connection refused/),
    setup: async () => {
      const server = await serve(() => {})
      await server.close()
      return { origin: server.url.replace('127.0.0.1', 'localhost'), item: STATUS }
    },
  },
  http('N11', 'a server that takes the connection and says nothing', () => {}, unknown('timeout', /no header came/)),
  http(
    'N12',
    'a peer that vanishes in the middle of the body',
    asked((socket) => socket.write(`${head('Content-Length: 100')}half`)),
    unknown('timeout', /body did not end \(4 bytes so far\)/),
  ),
  http(
    'N13',
    'a reset in the middle of the body',
    asked((socket) => {
      socket.write(`${head('Content-Length: 100')}half`)
      setTimeout(() => socket.resetAndDestroy(), 50)
    }),
    unknown('malformed', /cut off.*after 4 bytes/),
  ),
  http(
    'N13',
    'a reset before the answer',
    asked((socket) => void socket.resetAndDestroy()),
    unknown('unreachable', /reset the connection|closed the connection/),
  ),
  http('N13', 'an end in the middle of the header', answer('HTTP/1.1 200 OK\r\nX-'), unknown('unreachable', /closed the connection/)),
  http('N14', 'a kept connection that is closed just before a POST', fickle, harmless, STEPS, { deadlineMs: 4000 }),
  {
    id: 'N16',
    title: 'a proxy in the environment that answers 407',
    expect: harmless,
    setup: async (stage) => {
      const proxy = await raw(stage, answer('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n'))
      const env = Object.fromEntries(
        ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'].map((name) => [name, proxy.url]),
      )
      return { item: JSON_OK, env, verify: () => [proxy.connections() > 0 && 'U4 the proxy was asked'] }
    },
  },
  http(
    'N17',
    'a captive portal that answers 200 to everything',
    answer(whole('<!doctype html><title>Welcome to the hotel</title>', 'Content-Type: text/html')),
    unknown('malformed', /HTML, not JSON/),
    JSON_OK,
  ),
  http(
    'N17',
    'a captive portal under an expectation about the body',
    answer(whole('<!doctype html><title>Welcome to the hotel</title>', 'Content-Type: text/html')),
    fails(/hotel/),
    'probe: http\nwith: { path: / }\nexpect: "body.contains(\'build 42\')"',
  ),
]
