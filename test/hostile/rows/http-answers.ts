import { fails, harmless, unknown } from '../row.ts'
import type { Expect, Row } from '../row.ts'
import { answer, asked, http, JSON_OK, raw, STATUS, whole } from '../servers.ts'

const FOLLOWING = 'probe: http\nwith: { path: /, redirects: 5 }\nexpect: "status == 200"'

/** A redirect to another server, which must never hear of it. */
const redirect = (title: string, id: string, status: number, location: (port: number) => string, item: string, expect: Expect): Row => ({
  id,
  title,
  expect,
  setup: async (stage) => {
    const sink = await raw(stage, answer(whole('{"ok":true}')))
    const server = await raw(stage, answer(`HTTP/1.1 ${status} Moved\r\nLocation: ${location(sink.port)}\r\nContent-Length: 0\r\n\r\n`))
    return { origin: server.url, item, verify: () => [sink.connections() > 0 && 'U4 the other server was asked'] }
  },
})

const POST =
  'probe: http\neffect: read\nwith: { method: POST, path: /, redirects: 5, headers: { X-Api-Key: "${secrets.canary}" }, json: { key: "${secrets.canary}" } }\nexpect: "status == 200"'
const nowhere = fails(/30[278]/)
const json = (id: string, title: string, body: string | Uint8Array, expect: Expect, ...headers: string[]): Row =>
  http(id, title, answer(whole(body, 'Content-Type: application/json', ...headers)), expect, JSON_OK)
const malformed = (says: RegExp) => unknown('malformed', says)

/** Redirects, odd statuses and bodies that are not what they say. */
export const rows: readonly Row[] = [
  redirect(
    'a redirect to another origin with a key in the header',
    'H17',
    302,
    (port) => `http://127.0.0.1:${port}/`,
    FOLLOWING.replace('redirects: 5', 'redirects: 5, headers: { X-Api-Key: "${secrets.canary}" }'),
    nowhere,
  ),
  redirect('a 307 that would replay a secret body', 'H18', 307, (port) => `http://127.0.0.1:${port}/`, POST, nowhere),
  redirect('a 308 that would replay a secret body', 'H18', 308, (port) => `http://localhost:${port}/`, POST, nowhere),
  ...[
    'file:///etc/passwd',
    'data:text/plain,ok',
    'javascript:alert(1)',
    'http://169.254.169.254/latest/meta-data',
    '//evil.example.com/',
  ].map((location) => redirect(`a redirect to ${location}`, 'H19', 302, () => location, FOLLOWING, nowhere)),
  redirect('a redirect with a user in it', 'H19', 302, (port) => `http://u:p@127.0.0.1:${port}/`, FOLLOWING, nowhere),
  http('H20', 'a redirect to itself', answer('HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n'), nowhere, FOLLOWING),
  http(
    'H20',
    'a location that is none',
    answer('HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n'),
    nowhere,
    FOLLOWING,
  ),
  http(
    'H21',
    'a change of protocol that nobody asked for',
    answer('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
    malformed(/another protocol unasked/),
  ),
  http('H21', '204 with a body', answer('HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello'), malformed(/cut off|not valid/)),
  http('H21', '304 without a condition', answer('HTTP/1.1 304 Not Modified\r\n\r\n'), fails(/304/)),
  http(
    'H21',
    'only an interim answer, then the end',
    answer('HTTP/1.1 102 Processing\r\n\r\n'),
    unknown('unreachable', /closed the connection before it answered/),
  ),
  json('H22', 'JSON nested 5,000,000 deep', '['.repeat(5_000_000) + ']'.repeat(5_000_000), malformed(/nested deeper than 128/)),
  json('H23', 'JSON with a key twice', '{"ok":false,"ok":true}', malformed(/duplicate key/)),
  json('H23', 'JSON with a number that is infinite', '{"ok":true,"n":1e999}', malformed(/number in it is too large/)),
  json('H23', 'JSON with a whole number beyond 2^53', '{"ok":true,"n":9007199254740993}', malformed(/read exactly/)),
  json('H23', 'JSON with NaN', '{"ok":true,"n":NaN}', malformed(/not JSON/)),
  json('H23', 'JSON with a comma too many', '{"ok":true,}', malformed(/not JSON/)),
  json('H23', 'JSON with a lone surrogate and a byte order mark', '\ufeff{"ok":true,"s":"\\ud800"}', harmless),
  json('H24', 'JSON with __proto__', '{"ok":true,"__proto__":{"polluted":true},"constructor":{"prototype":{"a":1}}}', harmless),
  json('H25', 'JSON in UTF-16', Buffer.from('\ufeff{"ok":true}', 'utf16le'), malformed(/not JSON/)),
  http(
    'H25',
    'a body of random bytes',
    answer(whole(Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)), 'Content-Type: text/plain; charset=zork')),
    fails(/body/),
    'probe: http\nwith: { path: / }\nexpect: "body.contains(\'all is well\')"',
    {
      verify: ({ outputs }) => [
        Object.values(outputs).some((text) => /[\u0000-\u0008\u000e-\u001f]/.test(text)) && 'a raw control character reached an output',
      ],
    },
  ),
  http(
    'H26',
    'a login page where JSON was wanted',
    answer(whole('<!doctype html><title>Log in</title>', 'Content-Type: text/html')),
    malformed(/HTML, not JSON.*text\/html/),
    JSON_OK,
  ),
  http(
    'H27',
    '429 with a day to wait',
    answer('HTTP/1.1 429 Slow\r\nRetry-After: 86400\r\nContent-Length: 0\r\n\r\n'),
    fails(/429/),
    `${STATUS}\nretry: 3`,
  ),
  http(
    'H27',
    '503 with a date of 1970 to wait for',
    answer('HTTP/1.1 503 Busy\r\nRetry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: 0\r\n\r\n'),
    fails(/503/),
    `${STATUS}\nretry: 3`,
  ),
  http(
    'H28',
    'a server that echoes the request',
    (socket) =>
      socket.once('data', (bytes) =>
        socket.end(
          whole(
            JSON.stringify({ ok: true, echo: bytes.toString() }),
            `X-Echo: ${/^authorization: (.*)\r$/im.exec(bytes.toString())?.[1] ?? ''}`,
          ),
        ),
      ),
    fails(/\[secret:/),
    'probe: http\nwith: { path: / }\nexpect:\n  - "json.ok == true"\n  - "body == \'\'"\n  - "headers[\'x-echo\'] == \'\'"',
  ),
  http(
    'H28',
    'a server that echoes the request backwards, as hex and as base64',
    (socket) =>
      socket.once('data', (bytes) => {
        const token = /^authorization: Bearer (.*)\r$/im.exec(bytes.toString())?.[1] ?? ''
        socket.end(
          whole(
            JSON.stringify([
              [...token].reverse().join(''),
              Buffer.from(token).toString('hex'),
              Buffer.from(`x${token}`).toString('base64'),
            ]),
          ),
        )
      }),
    fails(/\[secret:/),
    'probe: http\nwith: { path: / }\nexpect: "body == \'\'"',
  ),
  http(
    'H29',
    'an answer full of commands for sinks',
    answer(
      whole(
        '::add-mask::GO\n  ::error::x\n##[command]x\n=cmd|calc\n<script>alert(1)</script>]]>\u001b]0;GO\u0007\u001b[2J\r GO',
        'Content-Type: text/plain',
      ),
    ),
    fails(/add-mask/),
    'probe: http\nwith: { path: / }\nexpect: "body == \'all is well\'"',
    {
      verify: ({ outputs }) => [
        Object.values(outputs).some((text) => /[\u001b\u0007]/.test(text)) && 'a raw control character reached an output',
        Object.values(outputs).some((text) => /^\s*::|^##\[/m.test(text)) && 'a workflow command stands at the start of a line',
        outputs['report.html']?.includes('<script>alert') === true && 'markup reached the HTML report',
      ],
    },
  ),
  {
    id: 'H30',
    title: 'every second answer is an error',
    expect: fails(/503/),
    setup: async (stage) => {
      let count = 0
      const server = await raw(
        stage,
        asked((socket) => socket.end((count += 1) % 2 === 1 ? whole('{"ok":true}') : 'HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n')),
      )
      return { origin: server.url, item: 'probe: http\nwith: { path: /, connection: fresh }\nthroughout: 1s\nexpect: "status == 200"' }
    },
  },
]
