import { checklistOf } from '../stage.ts'
import { refused } from '../row.ts'
import type { Expect, Row, Setup } from '../row.ts'

const GOOD = checklistOf('probe: http\nwith: { path: / }\nexpect: "status == 200"')
const TITLE = 'title: Hostile'

/** A whole checklist that is to be refused, at its place. */
export const yaml = (id: string, title: string, checklist: string | Uint8Array, says: RegExp, more: Partial<Setup> = {}): Row => ({
  id,
  title,
  expect: refused(says),
  setup: () => ({ checklist, ...more }),
})

/** The good checklist with a piece put in the place of another. */
export const spoilt = (id: string, title: string, from: string, to: string, says: RegExp): Row => {
  if (!GOOD.includes(from)) throw new Error(`${id}: the checklist has no ${from}`)
  return yaml(
    id,
    title,
    GOOD.replace(from, () => to),
    says,
  )
}

const laughs = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`)
const accepted: Expect = { status: 0, outcome: 'pass', says: /./ }

/** What YAML itself can do to a reader (YAML 1.2.2). */
export const rows: readonly Row[] = [
  yaml('Y01', 'a billion laughs', `l0: &l0 lol\n${laughs.join('\n')}\n${GOOD}`, /yaml-anchor/),
  yaml(
    'Y02',
    '99 aliases of 100 KB',
    `big: &big "${'x'.repeat(100_000)}"\nall: [${Array(99).fill('*big').join(', ')}]\n${GOOD}`,
    /yaml-anchor/,
  ),
  yaml('Y03', 'an alias within its own anchor', `a: &a [*a]\n${GOOD}`, /yaml-anchor/),
  yaml('Y04', 'an alias without an anchor', `a: *nobody\n${GOOD}`, /anchor|alias/),
  spoilt('Y05', 'an anchor that nobody uses', TITLE, 'title: &t Hostile', /yaml-anchor/),
  spoilt('Y06', 'a key twice', TITLE, `${TITLE}\ntitle: Other`, /duplicate-key[\s\S]*|first on line 3/),
  ...[
    ['1', '"1"'],
    ['true', '"true"'],
    ['null', '"null"'],
  ].map(([a, b]) =>
    spoilt(
      'Y07',
      `the keys ${a} and ${b}`,
      TITLE,
      `${TITLE}\nparams:\n  ${a}: { type: int, description: a }\n  ${b}: { type: int, description: b }`,
      /yaml-syntax|duplicate-key|invalid-name/,
    ),
  ),
  spoilt('Y08', 'keys that are equal after normalisation', TITLE, `${TITLE}\nlooks: { caf\u00e9: {}, cafe\u0301: {} }`, /duplicate-key/),
  ...['__proto__', 'constructor', 'prototype'].map((key) =>
    spoilt('Y09', `the key ${key}`, TITLE, `${TITLE}\nlooks: { ${key}: { probe: http, with: { path: / } } }`, /forbidden-key/),
  ),
  spoilt('Y10', 'a merge key', TITLE, `${TITLE}\n<<: { owner: x }`, /merge-key/),
  yaml('Y11', 'a directive', `%YAML 1.1\n---\n${GOOD}`, /yaml-directive/),
  spoilt('Y12', 'an unknown tag', TITLE, 'title: !!js/function "() => 1"', /yaml-tag/),
  spoilt('Y12', 'a verbatim tag', TITLE, 'title: !<x> Hostile', /yaml-tag/),
  ...['!!binary aGVsbG8=', '!!timestamp 2026-01-01', '!!set { a }'].map((value) =>
    spoilt('Y13', `a title that is ${value}`, TITLE, `title: ${value}`, /yaml-tag/),
  ),
  spoilt('Y14', 'a version that lost a digit', TITLE, `title: 1.10`, /wrong-type[\s\S]*quote|quote/),
  spoilt('Y15', 'an integer that lost digits', 'path: / }', 'path: /, redirects: 12345678901234567890 }', /bad-number/),
  ...['.nan', '.inf', '-0', '1e999'].map((value) =>
    spoilt('Y16', `the number ${value}`, 'path: / }', `path: /, redirects: ${value} }`, /bad-number/),
  ),
  yaml('Y17', 'brackets nested 100,000 deep', `a: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`, /document-too-large|too-deep/),
  yaml('Y18', 'maps nested 3,000 deep', `${Array.from({ length: 700 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')} 1\n`, /too-deep/),
  yaml(
    'Y19',
    'a map of 20,000 keys',
    `${GOOD}looks:\n${Array.from({ length: 20_000 }, (_, i) => `  k${i}: 1`).join('\n')}\n`,
    /document-too-large/,
  ),
  yaml('Y20', 'a file of a megabyte and a byte', `${GOOD}${'#'.repeat(1_048_577 - GOOD.length)}`, /document-too-large/),
  {
    id: 'Y20',
    title: 'a file of 64 MB',
    expect: { ...refused(/larger than/), place: false },
    setup: () => ({ checklist: Buffer.alloc(64 * 1024 * 1024, 0x23) }),
  },
  ...[
    ['an empty file', ''],
    ['comments alone', '# nothing\n'],
    ['a start without a document', '---\n'],
  ].map(([title = '', text = '']) => yaml('Y21', title, text, /empty-document/)),
  yaml('Y21', 'an empty map', '{}\n', /missing-key/),
  yaml('Y21', 'no sections', GOOD.replace(/sections:[\s\S]*/, 'sections: []\n'), /out-of-range/),
  yaml('Y21', 'a section without items', GOOD.replace(/items:[\s\S]*/, 'items: []\n'), /out-of-range/),
  yaml('Y22', 'a second document', `${GOOD}---\n${GOOD}`, /second-document/),
  spoilt('Y23', 'a misspelt key', 'timeout: 1s', 'tiemout: 1s', /did you mean timeout\?/),
  spoilt('Y23', 'another misspelt key', 'severity: critical', 'sevrity: critical', /did you mean severity\?/),
  spoilt('Y26', 'a tab that indents', '  - title: Both', '\t- title: Both', /tab cannot indent/),
  spoilt('Y26', 'a line that ends in CR alone', TITLE, `${TITLE}\rowner: x`, /bad-character/),
  { id: 'Y26', title: 'lines that end in CRLF', expect: accepted, setup: () => ({ checklist: GOOD.replaceAll('\n', '\r\n') }) },
  yaml('Y27', 'UTF-16', Buffer.from(`\ufeff${GOOD}`, 'utf16le'), /not-utf-8/),
  yaml('Y27', 'bytes that are no UTF-8', Buffer.concat([Buffer.from(GOOD), Buffer.from([0x23, 0xc3, 0x28])]), /not-utf-8/),
  spoilt('Y27', 'a byte order mark in the middle', TITLE, `title: Hos\ufefftile`, /bad-character/),
  spoilt('Y27', 'NUL', TITLE, `title: Hos\0tile`, /bad-character/),
  ...[
    ['ESC', '\u001b[2J'],
    ['C1', '\u009b2J'],
    ['a bidi override', '\u202e'],
  ].map(([what = '', text = '']) => spoilt('Y28', `${what} in a title`, TITLE, `title: a${text}b`, /bad-character/)),
  spoilt('Y28', 'a zero-width space in an id', 'id: victim', 'id: vic\u200btim', /invalid|wants an id/),
]
