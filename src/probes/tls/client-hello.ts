import { randomBytes } from 'node:crypto'

export const VERSIONS = { tls10: 0x0301, tls11: 0x0302, tls12: 0x0303, tls13: 0x0304 } as const
export type VersionName = keyof typeof VERSIONS

/**
 * Suites of TLS 1.0 to 1.2, those that no library speaks any more among them (RC4, 3DES, DES, export, anonymous): a server that has nothing
 * better left still accepts the version. The last is the signal for secure renegotiation (RFC 5746).
 */
const OLD_SUITES = [
  0xc02b, 0xc02c, 0xc02f, 0xc030, 0xcca9, 0xcca8, 0xccaa, 0x009e, 0x009f, 0x009c, 0x009d, 0xc0ac, 0xc0ad, 0xc09c, 0xc09d, 0xc023, 0xc024,
  0xc027, 0xc028, 0x0067, 0x006b, 0x003c, 0x003d, 0xc009, 0xc00a, 0xc013, 0xc014, 0x0033, 0x0039, 0x002f, 0x0035, 0x0041, 0x0084, 0x0045,
  0x0088, 0x0096, 0x0007, 0x0032, 0x0038, 0xc008, 0xc012, 0x0016, 0x0013, 0x000a, 0xc007, 0xc011, 0x0005, 0x0004, 0x0015, 0x0012, 0x0009,
  0x0014, 0x0011, 0x0008, 0x0006, 0x0003, 0xc018, 0xc019, 0xc017, 0x0034, 0x003a, 0x001b, 0x0018, 0x00ff,
]
const NEW_SUITES = [0x1301, 0x1302, 0x1303, 0x1304, 0x1305]
const GROUPS = [0x001d, 0x0017, 0x0018, 0x0019, 0x0100, 0x0101]
const SIGNATURES = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601, 0x0402, 0x0203, 0x0201,
  0x0202,
]

/**
 * The first message of a client that speaks one version alone (RFC 5246, 7.4.1.2; RFC 8446, 4.1.2), in its record. Written by hand, since
 * OpenSSL leaves out old versions or suites by its build and its configuration, and then its own refusal looks like the server's.
 */
export function clientHello(version: VersionName, serverName: string | undefined): Buffer {
  const modern = version === 'tls13'
  const extensions = [
    ...(serverName === undefined ? [] : [extension(0, vector(2, Buffer.from([0]), vector(2, Buffer.from(serverName, 'ascii'))))]),
    extension(10, vector(2, numbers(GROUPS))),
    ...(modern ? [] : [extension(11, vector(1, Buffer.from([0]))), extension(23)]),
    ...(modern || version === 'tls12' ? [extension(13, vector(2, numbers(SIGNATURES)))] : []),
    // Any 32 bytes are a key of X25519; nothing is ever agreed with it.
    ...(modern
      ? [
          extension(43, vector(1, numbers([VERSIONS.tls13]))),
          extension(45, vector(1, Buffer.from([1]))),
          extension(51, vector(2, numbers([0x001d]), vector(2, randomBytes(32)))),
        ]
      : []),
  ]
  const body = Buffer.concat([
    numbers([Math.min(VERSIONS[version], VERSIONS.tls12)]),
    randomBytes(32),
    vector(1, modern ? randomBytes(32) : Buffer.alloc(0)),
    vector(2, numbers(modern ? NEW_SUITES : OLD_SUITES)),
    vector(1, Buffer.from([0])),
    vector(2, ...extensions),
  ])
  return Buffer.concat([Buffer.from([22, 3, 1]), vector(2, Buffer.from([1]), vector(3, body))])
}

function extension(type: number, ...content: readonly Buffer[]): Buffer {
  return Buffer.concat([numbers([type]), vector(2, ...content)])
}

/** Bytes behind their length, as TLS writes variable-length vectors. */
function vector(lengthBytes: number, ...content: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(content)
  const length = Buffer.alloc(lengthBytes)
  length.writeUIntBE(bytes.length, 0, lengthBytes)
  return Buffer.concat([length, bytes])
}

function numbers(values: readonly number[]): Buffer {
  return Buffer.from(values.flatMap((value) => [value >> 8, value & 0xff]))
}
