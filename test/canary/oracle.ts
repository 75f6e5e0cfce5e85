import { Buffer } from 'node:buffer'

/** A run of the secret that betrays it. */
const RUN = 8

/**
 * The ways in which a text is found written elsewhere. Made without the code under test, so that a mistake in the one is
 * not a mistake in the other; `spelt` is how many characters spell one of the secret's, where it is more than one.
 */
const WRITTEN: Readonly<Record<string, { readonly write: (text: string) => readonly string[]; readonly spelt?: number }>> = {
  plain: { write: (text) => [text] },
  reversed: { write: (text) => [Array.from(text).reverse().join('')] },
  json: { write: (text) => [inJson(text), inJson(inJson(text))] },
  'json-ascii': { write: (text) => [inJson(text).replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)] },
  'unicode-escapes': { write: (text) => [text.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')], spelt: 6 },
  url: { write: (text) => [encodeURIComponent(text), encodeURI(text), encodeURIComponent(encodeURIComponent(text))] },
  form: { write: (text) => [new URLSearchParams({ x: text }).toString().slice(2)] },
  percent: { write: (text) => [byBytes(text, (hex) => `%${hex}`)], spelt: 3 },
  html: { write: (text) => [inHtml(text, '&#39;'), inHtml(text, '&apos;'), inHtml(text, '&#x27;')] },
  'html-numeric': { write: (text) => [Array.from(text, (point) => `&#${point.codePointAt(0) ?? 0};`).join('')], spelt: 6 },
  hex: { write: (text) => [byBytes(text, (hex) => hex)], spelt: 2 },
  'hex-escapes': { write: (text) => [byBytes(text, (hex) => `\\x${hex}`)], spelt: 4 },
  base64: { write: (text) => atThreeAlignments(text) },
  base64url: { write: (text) => atThreeAlignments(text).map((coded) => coded.replaceAll('+', '-').replaceAll('/', '_')) },
  'base64-twice': { write: (text) => atThreeAlignments(Buffer.from(text).toString('base64')) },
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
  const index = new Map<string, Hit>()
  const spans = new Set<number>()
  for (const [secret, value] of Object.entries(secrets)) {
    for (const [encoding, { write, spelt = 1 }] of Object.entries(WRITTEN)) {
      const span = RUN * spelt
      for (const text of write(value)) {
        const folded = fold(text)
        for (let at = 0; at + span <= folded.length; at += 1) index.set(folded.slice(at, at + span), { secret, encoding })
      }
      spans.add(span)
    }
  }
  return (output) => {
    const text = fold(typeof output === 'string' ? output : Buffer.from(output).toString('utf8'))
    const hits = new Map<string, Hit>()
    for (const span of spans) {
      for (let at = 0; at + span <= text.length; at += 1) {
        const hit = index.get(text.slice(at, at + span))
        if (hit) hits.set(`${hit.secret} ${hit.encoding}`, hit)
      }
    }
    return [...hits.values()]
  }
}

/** Without ANSI sequences, white space and control characters, and in one case. */
function fold(text: string): string {
  return text.replaceAll(/\p{Cc}\[[0-9;]*[A-Za-z]/gu, '').replaceAll(/[\s\p{Cc}\p{Cf}]/gu, '').toLowerCase()
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
