import { gzipSync } from 'node:zlib'
import { fails, harmless, unknown } from '../row.ts'
import type { Row } from '../row.ts'
import { answer, asked, every, head, http, JSON_OK, pour, STATUS, whole } from '../servers.ts'

const gzip = gzipSync('hello world, this is whole')
const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 1 })
const notHttp = unknown('malformed', /not valid HTTP/)

/** What goes wrong between the first byte of an answer and its last (RFC 9112). */
export const rows: readonly Row[] = [
  http(
    'H01',
    'a body of one byte every 50 ms',
    asked((socket) => {
      socket.write(head('Content-Length: 100000'))
      every(50, (each) => each.write('x'))(socket)
    }),
    unknown('timeout', /body did not end \(\d+ bytes so far\)/),
  ),
  http(
    'H02',
    'a header that drips',
    asked((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      every(50, (each) => each.write('X: y\r\n'))(socket)
    }),
    unknown('timeout', /no header came/),
  ),
  http(
    'H03',
    'early hints without end',
    asked(every(10, (socket) => socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'))),
    unknown('timeout', /no header came/),
  ),
  http(
    'H04',
    'a chunked body without end',
    asked((socket) => {
      socket.write(head('Transfer-Encoding: chunked'))
      pour(socket, `${(1 << 20).toString(16)}\r\n${'x'.repeat(1 << 20)}\r\n`)
    }),
    unknown('malformed', /larger than 16 MiB/),
    `${STATUS}\ntimeout: 5s`,
    { deadlineMs: 5000 },
  ),
  http(
    'H05',
    'gzip that becomes 200 MB',
    answer(whole(bomb, 'Content-Encoding: gzip')),
    unknown('malformed', /larger than 32 MiB once it is decompressed/),
    `${STATUS}\ntimeout: 5s`,
    { deadlineMs: 5000 },
  ),
  http(
    'H06',
    'six content-encodings',
    answer(whole('hello', `Content-Encoding: ${Array(6).fill('gzip').join(', ')}`)),
    unknown('malformed', /6 content-encodings/),
  ),
  http(
    'H06',
    'a thousand content-encodings',
    answer(whole('hello', `Content-Encoding: ${Array(1000).fill('gzip').join(', ')}`)),
    unknown('malformed', /1000 content-encodings/),
  ),
  http(
    'H07',
    'cut gzip with the right length',
    answer(whole(gzip.subarray(0, 20), 'Content-Encoding: gzip')),
    unknown('malformed', /gzip body is cut off/),
  ),
  http('H08', 'plain text that says gzip', answer(whole('hello', 'Content-Encoding: gzip')), unknown('malformed', /not the gzip/)),
  http(
    'H08',
    'an encoding that nobody knows',
    answer(whole('hello', 'Content-Encoding: zork')),
    unknown('malformed', /"zork" is not known/),
  ),
  http(
    'H09',
    'a body shorter than its length',
    answer(`${head('Content-Length: 100')}short`),
    unknown('malformed', /cut off.*after 5 bytes/),
  ),
  http('H10', 'two lengths', answer(`${head('Content-Length: 5', 'Content-Length: 6')}hello!`), notHttp),
  http('H10', 'a negative length', answer(`${head('Content-Length: -1')}x`), notHttp),
  http('H10', 'a length of 23 digits', answer(`${head(`Content-Length: 1${'0'.repeat(23)}`)}x`), notHttp),
  http(
    'H10',
    'a length beside chunks',
    answer(`${head('Content-Length: 5', 'Transfer-Encoding: chunked')}5\r\nhello\r\n0\r\n\r\n`),
    notHttp,
  ),
  http('H11', 'a chunk size that overflows', answer(`${head('Transfer-Encoding: chunked')}${'f'.repeat(17)}\r\nhello`), notHttp),
  http(
    'H11',
    'a chunk size that is no number',
    answer(`${head('Transfer-Encoding: chunked')}zz\r\nhello\r\n`),
    unknown('malformed', /not valid HTTP/),
  ),
  http('H11', 'a missing last chunk', answer(`${head('Transfer-Encoding: chunked')}5\r\nhello\r\n`), unknown('malformed', /cut off/)),
  http(
    'H12',
    'a second answer stuffed behind the first',
    (socket) => socket.on('data', () => socket.write(Buffer.concat([whole('{"name":"right"}'), whole('{"name":"wrong"}')]))),
    harmless,
    "steps:\n  - { id: first, probe: http, with: { path: / }, timeout: 1s }\n  - { id: second, probe: http, with: { path: / }, timeout: 1s }\nexpect: \"steps.first.json.name == 'right' && steps.second.json.name == 'right'\"",
    { deadlineMs: 2000 },
  ),
  ...['HTTP/1.1 000 Odd', 'HTTP/1.1 99 Odd', 'HTTP/1.1 1000 Odd'].map((line) =>
    http('H13', `the status line ${line}`, answer(`${line}\r\nContent-Length: 0\r\n\r\n`), notHttp),
  ),
  http('H13', 'HTTP/0.9', answer('<html>all is well</html>'), notHttp),
  http('H13', 'the greeting of a mail server', answer('220 mail.example.com ESMTP\r\n'), notHttp),
  http('H14', 'ESC in the reason phrase', answer('HTTP/1.1 503 \u001b[2J\u001b[32mGO\r\nContent-Length: 0\r\n\r\n'), fails(/503/), STATUS, {
    verify: ({ outputs }) => [Object.values(outputs).some((text) => text.includes('\u001b')) && 'a raw ESC reached an output'],
  }),
  http('H14', 'NUL in a header', answer(head('X: a\0b', 'Content-Length: 0')), notHttp),
  http(
    'H15',
    'a header of 20 KB',
    answer(head(`X: ${'a'.repeat(20_000)}`, 'Content-Length: 0')),
    unknown('malformed', /larger than 16 KiB/),
  ),
  http(
    'H15',
    '3,000 headers',
    answer(head(...Array.from({ length: 3000 }, (_, i) => `X-${i}: y`), 'Content-Length: 0')),
    unknown('malformed', /larger than 16 KiB/),
  ),
  http(
    'H15',
    '1,000 cookies',
    answer(head(...Array.from({ length: 1000 }, (_, i) => `Set-Cookie: c${i}=${i}`), 'Content-Length: 0')),
    unknown('malformed', /larger than 16 KiB/),
  ),
  http('H16', 'a header called __proto__', answer(whole('{"ok":true}', '__proto__: polluted', 'constructor: x')), harmless, JSON_OK),
]
