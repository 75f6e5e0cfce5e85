import { Buffer } from 'node:buffer'

/** Characters of the secret in a row that betray it. */
const RUN = 8

/**
 * The ways in which a text is found written elsewhere. Made without the code under test, so that a mistake in the one is
 * not a mistake in the other. Most spell each character by itself; of those that do not (`whole`), eight characters in a
 * row of what is written count.
 */
const WRITTEN: Readonly<Record<string, { readonly write: (text: string) => readonly string[]; readonly whole?: true }>> = {
  plain: { write: (text) => [text] },
  reversed: { write: (text) => [Array.from(text).reverse().join('')] },
  json: { write: (text) => [inJson(text), inJson(inJson(text))] },
  'json-ascii': {
    write: (text) => [inJson(text).replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)],
  },
  'unicode-escapes': {
    write: (text) => [
      text
        .split('')
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join(''),
    ],
  },
  url: { write: (text) => [encodeURIComponent(text), encodeURI(text), encodeURIComponent(encodeURIComponent(text))] },
  form: { write: (text) => [new URLSearchParams({ x: text }).toString().slice(2)] },
  percent: { write: (text) => [byBytes(text, (hex) => `%${hex}`)] },
  html: { write: (text) => [inHtml(text, '&#39;'), inHtml(text, '&apos;'), inHtml(text, '&#x27;')] },
  'html-numeric': { write: (text) => [Array.from(text, (point) => `&#${point.codePointAt(0) ?? 0};`).join('')] },
  hex: { write: (text) => [byBytes(text, (hex) => hex)] },
  'hex-escapes': { write: (text) => [byBytes(text, (hex) => `\\x${hex}`)] },
  base64: { write: (text) => atThreeAlignments(text), whole: true },
  base64url: { write: (text) => atThreeAlignments(text).map((coded) => coded.replaceAll('+', '-').replaceAll('/', '_')), whole: true },
  'base64-twice': { write: (text) => atThreeAlignments(Buffer.from(text).toString('base64')), whole: true },
  shell: { write: (text) => [text.replaceAll("'", "'\\''")] },
  sql: { write: (text) => [text.replaceAll("'", "''")] },
}

export const ENCODINGS: readonly string[] = Object.keys(WRITTEN)

export interface Hit {
  readonly secret: string
  readonly encoding: string
}

/** How a secret is written in each encoding, for a control that plants it. */
export const written = (secret: string, encoding: string): readonly string[] => WRITTEN[encoding]?.write(secret) ?? []

/** Finds eight characters in a row of any secret, in any encoding, whatever white space and control characters stand between. */
export function createOracle(secrets: Readonly<Record<string, string>>): (output: string | Uint8Array) => Hit[] {
  const index = new Map<string, { readonly window: string; readonly hit: Hit }[]>()
  for (const [secret, value] of Object.entries(secrets)) {
    for (const encoding of ENCODINGS) {
      for (const window of new Set(windowsOf(value, encoding))) {
        const start = window.slice(0, RUN)
        index.set(start, [...(index.get(start) ?? []), { window, hit: { secret, encoding } }])
      }
    }
  }
  return (output) => {
    const text = fold(typeof output === 'string' ? output : Buffer.from(output).toString('utf8'))
    const hits = new Map<string, Hit>()
    for (let at = 0; at + RUN <= text.length; at += 1) {
      for (const { window, hit } of index.get(text.slice(at, at + RUN)) ?? []) {
        if (text.startsWith(window, at)) hits.set(`${hit.secret} ${hit.encoding}`, hit)
      }
    }
    return [...hits.values()]
  }
}

function windowsOf(value: string, encoding: string): string[] {
  if (WRITTEN[encoding]?.whole) return written(value, encoding).flatMap((text) => slices(fold(text)))
  return slices(value)
    .flatMap((eight) => written(eight, encoding))
    .map(fold)
}

const slices = (text: string): string[] => Array.from({ length: Math.max(0, text.length - RUN + 1) }, (_, at) => text.slice(at, at + RUN))

/** Without ANSI sequences, white space and control characters, and in one case. */
function fold(text: string): string {
  return text
    .replaceAll(/\p{Cc}\[[0-9;]*[A-Za-z]/gu, '')
    .replaceAll(/[\s\p{Cc}\p{Cf}]/gu, '')
    .toLowerCase()
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)

const inHtml = (text: string, quote: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", quote)

const byBytes = (text: string, spell: (hex: string) => string): string =>
  Array.from(Buffer.from(text), (byte) => spell(byte.toString(16).padStart(2, '0'))).join('')

/** Base64 of the text wherever it stands in a longer one: what its neighbours decide is cut off. */
function atThreeAlignments(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const coded = Buffer.from(`${'\0'.repeat(before)}${text}\0\0`).toString('base64')
    const first = Math.ceil((before * 8) / 6)
    const last = Math.floor(((before + Buffer.byteLength(text)) * 8) / 6)
    return coded.slice(first, last)
  })
}
