import { inspect } from 'node:util'

/** One way in which a value is written somewhere. Adding one is a line here and a line in the test. */
export interface Encoding {
  readonly name: string
  readonly encode: (value: string) => readonly string[]
  /** Least run that counts, in characters of the encoded form; longer where each of the value's is spelt with several. */
  readonly run: 8 | 16 | 24
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const XML: Readonly<Record<string, string>> = { ...HTML, "'": '&apos;' }
const NUMERIC: Readonly<Record<string, string>> = { '&': '&#38;', '<': '&#60;', '>': '&#62;', '"': '&#34;', "'": '&#39;' }

/**
 * The published set of encodings in which a secret is found. Compared without white space, control characters, backslashes and
 * case, so that JSON, shell and SQL escapes of quotes, wrapped lines, ANSI colours and upper case need no line of their own.
 */
export const ENCODINGS: readonly Encoding[] = [
  { name: 'raw', run: 8, encode: (value) => [value] },
  { name: 'reversed', run: 8, encode: (value) => [[...value].reverse().join('')] },
  { name: 'json', run: 8, encode: (value) => [json(value), json(json(value)), json(value).replaceAll('/', '\\/')] },
  { name: 'json-ascii', run: 8, encode: (value) => [asciiJson(value), json(asciiJson(value))] },
  { name: 'json-html', run: 8, encode: (value) => [json(value).replace(/[<>&'+]/g, unicode)] },
  { name: 'unicode-escapes', run: 24, encode: (value) => [units(value, unicode)] },
  { name: 'uri', run: 8, encode: (value) => [uri(value), uri(uri(value)), encodeURI(wellFormed(value)), strictUri(value)] },
  { name: 'form', run: 8, encode: (value) => [new URLSearchParams([['', value]]).toString().slice(1)] },
  { name: 'percent-all', run: 16, encode: (value) => [bytes(value, '%')] },
  { name: 'html', run: 8, encode: (value) => [replaced(value, HTML), replaced(replaced(value, HTML), HTML)] },
  { name: 'xml', run: 8, encode: (value) => [replaced(value, XML)] },
  {
    name: 'numeric-specials',
    run: 8,
    encode: (value) => [replaced(value, NUMERIC), value.replace(/[&<>"'`=/]/g, (each) => `&#x${each.charCodeAt(0).toString(16)};`)],
  },
  {
    name: 'numeric-entities',
    run: 24,
    encode: (value) => [points(value, (code) => `&#${code};`), points(value, (code) => `&#x${code.toString(16)};`)],
  },
  { name: 'shell', run: 8, encode: (value) => [value.replaceAll("'", "'\\''"), value.replaceAll("'", `'"'"'`)] },
  { name: 'sql', run: 8, encode: (value) => [value.replaceAll("'", "''"), value.replaceAll('"', '""')] },
  { name: 'inspect', run: 8, encode: (value) => [inspect(value).slice(1, -1)] },
  {
    name: 'python',
    run: 8,
    encode: (value) => [
      units(value, pythonEscape),
      [...Buffer.from(value)].map((byte) => (byte > 0x7e ? hexByte('\\x')(byte) : String.fromCharCode(byte))).join(''),
    ],
  },
  { name: 'byte-escapes', run: 16, encode: (value) => [bytes(value, '\\x')] },
  { name: 'base64', run: 8, encode: (value) => aligned(Buffer.from(value)) },
  { name: 'base64url', run: 8, encode: (value) => aligned(Buffer.from(value)).map(urlSafe) },
  { name: 'base64-twice', run: 8, encode: (value) => aligned(Buffer.from(Buffer.from(value).toString('base64'))) },
  { name: 'base64-uri', run: 8, encode: (value) => aligned(Buffer.from(value)).map(uri) },
  { name: 'base64-utf16', run: 8, encode: (value) => aligned(Buffer.from(value, 'utf16le')) },
  { name: 'hex', run: 16, encode: (value) => [Buffer.from(value).toString('hex')] },
  { name: 'hex-separated', run: 16, encode: (value) => [bytes(value, ':').slice(1), bytes(value, '-').slice(1)] },
  {
    name: 'quoted-printable',
    run: 8,
    encode: (value) => [
      [...Buffer.from(value)].map((byte) => (byte > 0x7e || byte === 0x3d ? hexByte('=')(byte) : String.fromCharCode(byte))).join(''),
    ],
  },
  { name: 'mojibake', run: 8, encode: (value) => [Buffer.from(value).toString('latin1')] },
  { name: 'normalised', run: 8, encode: (value) => [value.normalize('NFC'), value.normalize('NFD')] },
]

function json(value: string): string {
  return JSON.stringify(value).slice(1, -1)
}

function asciiJson(value: string): string {
  return json(value).replace(/[^\0-\x7e]/g, unicode)
}

function unicode(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function pythonEscape(unit: string): string {
  const code = unit.charCodeAt(0)
  if (code >= 0x20 && code < 0x7f) return unit
  return code < 0x100 ? hexByte('\\x')(code) : unicode(unit)
}

function units(value: string, encode: (unit: string) => string): string {
  return value.split('').map(encode).join('')
}

function points(value: string, encode: (code: number) => string): string {
  return [...value].map((each) => encode(each.codePointAt(0) ?? 0)).join('')
}

function bytes(value: string, prefix: string): string {
  return [...Buffer.from(value)].map(hexByte(prefix)).join('')
}

function hexByte(prefix: string): (byte: number) => string {
  return (byte) => `${prefix}${byte.toString(16).padStart(2, '0')}`
}

function uri(value: string): string {
  return encodeURIComponent(wellFormed(value))
}

// A lone surrogate makes encodeURIComponent throw.
function wellFormed(value: string): string {
  return Buffer.from(value).toString()
}

function strictUri(value: string): string {
  return uri(value).replace(/[!'()*~.-]/g, (each) => `%${each.charCodeAt(0).toString(16)}`)
}

function replaced(value: string, table: Readonly<Record<string, string>>): string {
  return value.replace(/[&<>"']/g, (each) => table[each] ?? each)
}

function urlSafe(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_')
}

/** Base64 of the bytes wherever they stand in a longer text: the characters that depend on a neighbour are left off. */
function aligned(value: Buffer): string[] {
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), value])
      .toString('base64')
      .replace(/=+$/, '')
    const shared = (before + value.length) % 3 === 0 ? 0 : 1
    return text.slice([0, 2, 3][before], shared === 0 ? undefined : -shared)
  })
}
