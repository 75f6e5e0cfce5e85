import { startRedis } from '../../../fixtures/servers/redis.ts'
import { fails, harmless, refused, unknown } from '../row.ts'
import type { Expect, Row, Setup, Stage } from '../row.ts'
import { pour, raw, type Act } from '../servers.ts'
import { shared } from '../shared.ts'

const ITEM = 'probe: redis\nexpect: "ping == \'PONG\'"'
const at = (url: string): Partial<Setup> => ({
  secrets: 'redis: { env: REDIS }',
  env: { REDIS: url },
  environment: 'targets: { store: { kind: redis, url: "${secrets.redis}" } }',
})

const redis = (id: string, title: string, act: Act, expect: Expect, scheme = 'redis'): Row => ({
  id,
  title,
  expect,
  setup: async (stage) => ({ item: ITEM, ...at(`${scheme}://:${stage.canary}@127.0.0.1:${(await raw(stage, act)).port}`) }),
})

/** Answers command after command with these texts, then is silent. */
const answers =
  (...texts: string[]): Act =>
  (socket) => {
    const left = [...texts]
    socket.on('data', () => void socket.write(left.shift() ?? ''))
  }

/** Errors that hold whatever was sent, as those of some proxies do. */
const echo: Act = (socket) =>
  void socket.on('data', (chunk: Buffer) => void socket.write(`-ERR not understood: ${chunk.toString().replace(/\s+/g, ' ')}\r\n`))

const PASSWORD = 'the-real-password-of-redis'
const real = () =>
  shared('redis', () => startRedis({ password: PASSWORD, extra: ['user reader on >reader-password-1 +@read +ping +auth +select ~*'] }))
const live = (id: string, title: string, login: (stage: Stage) => string, expect: Expect, item = ITEM): Row => ({
  id,
  title,
  expect,
  setup: async (stage) => ({ item, ...at(`redis://${login(stage)}@127.0.0.1:${(await real()).port}`) }),
})

/** What speaks RESP badly, and a real server that says no. */
export const rows: readonly Row[] = [
  {
    id: 'R01',
    title: 'nobody listens',
    expect: unknown('unreachable', /connection refused/),
    setup: async (stage) => {
      const server = await raw(stage, () => {})
      await server.close()
      return { item: ITEM, ...at(`redis://127.0.0.1:${server.port}`) }
    },
  },
  redis('R02', 'a server that says nothing', () => {}, unknown('timeout', /did not answer AUTH/)),
  redis('R03', 'silence after the login', answers('+OK\r\n'), unknown('timeout', /did not answer PING/)),
  redis('R03', 'silence in the middle of an answer', answers('+OK\r\n', '$100\r\nhalf'), unknown('timeout', /did not answer PING/)),
  redis('R03', 'silence where TLS is wanted', () => {}, unknown('timeout', /TLS handshake did not end/), 'rediss'),
  redis('R04', 'a server that hangs up at once', (socket) => void socket.end(), unknown('unreachable', /closed the connection/)),
  live('R05', 'the wrong password', ({ canary }) => `:${canary}`, unknown('unauthorized', /AUTH was answered WRONGPASS/)),
  redis('R06', 'an error that says the password back', echo, { status: 3, outcome: 'unknown', says: /AUTH/ }),
  {
    id: 'R06',
    title: 'a secret in the name of a key',
    expect: refused(/secret-not-allowed/),
    setup: () => ({ item: 'probe: redis\nwith: { key: "k-${secrets.canary}" }\nexpect: "key.exists"', ...at('redis://127.0.0.1:9') }),
  },
  ...(['LOADING Redis is loading', 'MASTERDOWN Link is down', 'CLUSTERDOWN down'] as const).map((line) =>
    redis(
      'R07',
      line.split(' ', 1)[0] ?? '',
      answers('+OK\r\n', `-${line}\r\n`),
      unknown('unreachable', /answered (?:LOADING|MASTERDOWN|CLUSTERDOWN)/),
    ),
  ),
  redis(
    'R08',
    'a bulk of 512 MB',
    (socket) =>
      void socket.once('data', () => {
        socket.write('$536870912\r\n')
        pour(socket, Buffer.alloc(65_536, 120), 500e6)
      }),
    unknown('malformed', /more than 1 MiB/),
  ),
  redis('R09', 'an array of a billion', answers('*1000000000\r\n'), {
    status: 3,
    outcome: 'unknown',
    says: /did not answer|does not speak/,
  }),
  redis('R10', 'arrays nested 200,000 deep', answers('*1\r\n'.repeat(200_000)), {
    status: 3,
    outcome: 'unknown',
    says: /did not answer|does not speak|closed|not done/,
  }),
  ...['HTTP/1.1 400 Bad Request\r\n\r\n', '\0\0\0\0\r\n', '$abc\r\n', '$-5\r\n', ':100000000000000000000\r\n'].map((text) =>
    redis('R11', `the answer ${JSON.stringify(text.slice(0, 12))}`, answers(text), {
      status: 3,
      outcome: 'unknown',
      says: /does not speak|out of step|did not answer|closed|AUTH/,
    }),
  ),
  redis('R12', 'an answer too many', answers('+OK\r\n', '+PONG\r\n+PONG\r\n'), unknown('malformed', /out of step/)),
  ...['flush: true', 'command: [FLUSHALL]', 'eval: "return 1"'].map((key): Row => ({
    id: 'R13',
    title: `the parameter ${key}`,
    expect: refused(/unknown-key/),
    setup: () => ({ item: `probe: redis\nwith: { ${key} }\nexpect: "ping == 'PONG'"`, ...at('redis://127.0.0.1:9') }),
  })),
  live('R14', 'a user who may only read', () => 'reader:reader-password-1', harmless),
  live(
    'R14',
    'a user who may not read the settings',
    () => 'reader:reader-password-1',
    unknown('unauthorized', /NOPERM/),
    "probe: redis\nwith: { config: [maxmemory] }\nexpect: \"config['maxmemory'] == '0'\"",
  ),
  live(
    'R14',
    'the keys of an empty store',
    () => `:${PASSWORD}`,
    fails(/keys\.count/),
    'probe: redis\nwith: { keys: "*" }\nexpect: "keys.count > 0"',
  ),
  redis('R15', 'MOVED to another host', answers('+OK\r\n', '-MOVED 1 127.0.0.1:6379\r\n'), unknown('unsupported', /MOVED/)),
  redis('R16', 'a message that nobody subscribed to', answers('>2\r\n$7\r\nmessage\r\n$1\r\na\r\n'), {
    status: 3,
    outcome: 'unknown',
    says: /does not speak|out of step|did not answer|closed/,
  }),
  redis(
    'R17',
    'plain text where TLS is wanted',
    answers('-ERR unknown command\r\n'),
    { status: 3, outcome: 'unknown', says: /TLS/ },
    'rediss',
  ),
  {
    id: 'R17',
    title: 'TLS wanted from a real server without it',
    expect: { status: 3, outcome: 'unknown', says: /TLS/ },
    setup: async () => ({ item: ITEM, ...at(`rediss://:${PASSWORD}@127.0.0.1:${(await real()).port}`) }),
  },
]
