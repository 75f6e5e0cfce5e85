import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Setup, Stage } from './row.ts'

/** Response code and addresses (A, then AAAA) for a name; `silent` for none at all. */
export type Zone = (name: string, type: 'A' | 'AAAA') => { readonly code: number; readonly addresses: readonly string[] } | 'silent'

/** A name server on a free UDP port of loopback (RFC 1035, 4.1); gives its address. */
export async function serveDns(stage: Stage, zone: Zone): Promise<string> {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const { name, type, end } = question(query)
    const found = zone(name, type)
    if (found !== 'silent') socket.send(reply(query, end, type, found), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  stage.atEnd(() => void socket.close())
  return `127.0.0.1:${socket.address().port}`
}

// The command line has no option for a name server; this points its resolvers at ours and does nothing else.
const PRELOAD = `import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
const Resolver = dns.Resolver
dns.Resolver = class extends Resolver { constructor(options) { super(options); this.setServers([process.env.ROW_DNS]) } }
syncBuiltinESMExports()
`

/** What makes a run ask the name server at this address. */
export function asking(stage: Stage, address: string): Pick<Setup, 'files' | 'env'> {
  return { files: { 'name-server.mjs': PRELOAD }, env: { ROW_DNS: address, NODE_OPTIONS: `--import ${stage.folder}/name-server.mjs` } }
}

function question(query: Buffer): { name: string; type: 'A' | 'AAAA'; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1) === 28 ? 'AAAA' : 'A', end: at + 5 }
}

function reply(
  query: Buffer,
  end: number,
  type: 'A' | 'AAAA',
  { code, addresses }: { code: number; addresses: readonly string[] },
): Buffer {
  const fitting = addresses.filter((address) => address.includes(':') === (type === 'AAAA'))
  const header = Buffer.from(query.subarray(0, 12))
  header.writeUInt16BE(0x8180 | code, 2)
  header.writeUInt16BE(fitting.length, 6)
  header.writeUInt32BE(0, 8)
  return Buffer.concat([header, query.subarray(12, end), ...fitting.map((address) => record(type, address))])
}

function record(type: 'A' | 'AAAA', address: string): Buffer {
  const data = type === 'A' ? Buffer.from(address.split('.').map(Number)) : ipv6(address)
  const head = Buffer.from([0xc0, 0x0c, 0, type === 'A' ? 1 : 28, 0, 1, 0, 0, 0, 60, 0, data.length])
  return Buffer.concat([head, data])
}

function ipv6(address: string): Buffer {
  const [left = '', right = ''] = address.split('::')
  const words = (text: string) => (text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16)))
  const all = [...words(left), ...Array<number>(8 - words(left).length - words(right).length).fill(0), ...words(right)]
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 255]))
}
