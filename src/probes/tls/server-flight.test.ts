import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serveTlsOnly } from '../../../test/support/tls-server.ts'
import type { TlsServer } from '../../../test/support/tls-server.ts'
import { VERSIONS, clientHello } from './client-hello.ts'
import type { VersionName } from './client-hello.ts'
import { readFlight } from './server-flight.ts'

let server: TlsServer
beforeAll(async () => {
  server = await serveTlsOnly()
})
afterAll(() => server.close())

/** What a real server answers to a hello, as it came. */
function flightOf(version: VersionName): Promise<Buffer> {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(clientHello(version, 'localhost')))
    let bytes = Buffer.alloc(0)
    socket
      .on('error', () => {})
      .on('data', (chunk: Buffer) => {
        bytes = Buffer.concat([bytes, chunk])
        if (readFlight(bytes).kind !== 'more') socket.destroy()
      })
      .on('close', () => resolve(bytes))
  })
}

const HELLO = 22
const record = (type: number, ...bytes: readonly number[]) => Buffer.from([type, 3, 1, 0, bytes.length, ...bytes])
const SERVER_HELLO = [2, 0, 0, 38, 3, 1, ...Array.from({ length: 32 }, () => 9), 0, 0, 0x2f, 0]

it.each(Object.keys(VERSIONS) as VersionName[])('reads the version of a real server that is offered %s alone', async (version) => {
  const bytes = await flightOf(version)
  expect(readFlight(bytes)).toEqual({ kind: 'hello', version: VERSIONS[version] })
  // Cut anywhere before the end of what counts, it says nothing yet.
  for (let length = 0; length < 90; length += 1) expect(readFlight(bytes.subarray(0, length))).toEqual({ kind: 'more' })
})

it('believes a hello of TLS 1.0 only when the flight is whole', () => {
  const hello = record(HELLO, ...SERVER_HELLO)
  expect(readFlight(hello)).toEqual({ kind: 'more' })
  expect(readFlight(Buffer.concat([hello, record(21, 2, 80)]))).toEqual({ kind: 'alert', code: 80 })
  expect(readFlight(Buffer.concat([hello, record(HELLO, 14, 0, 0, 0)]))).toEqual({ kind: 'hello', version: VERSIONS.tls10 })
})

it('passes over a warning, and not over the end', () => {
  const done = [record(HELLO, ...SERVER_HELLO), record(HELLO, 14, 0, 0, 0)]
  expect(readFlight(Buffer.concat([record(21, 1, 112), ...done]))).toEqual({ kind: 'hello', version: VERSIONS.tls10 })
  expect(readFlight(record(21, 1, 0))).toEqual({ kind: 'alert', code: 0 })
})

it('tells what is no TLS, and is not led astray by lengths that lie', () => {
  expect(readFlight(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))).toEqual({ kind: 'not-tls' })
  expect(readFlight(Buffer.from('S'))).toEqual({ kind: 'not-tls' })
  expect(readFlight(Buffer.from([HELLO, 9, 9, 0, 0]))).toEqual({ kind: 'not-tls' })
  expect(readFlight(record(HELLO, 2, 255, 255, 255, 3))).toEqual({ kind: 'more' })
  expect(readFlight(Buffer.concat([record(HELLO, 2, 0, 0, 1, 3), record(HELLO, 14, 0, 0, 0)]))).toEqual({ kind: 'hello', version: 0 })
})
