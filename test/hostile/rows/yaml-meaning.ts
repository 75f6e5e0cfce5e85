import { createHash } from 'node:crypto'
import { checklistOf, configOf } from '../stage.ts'
import { refused } from '../row.ts'
import type { Row } from '../row.ts'
import { spoilt, yaml } from './yaml-syntax.ts'

const GOOD = checklistOf('probe: http\nwith: { path: / }\nexpect: "status == 200"')
const item = (text: string) => GOOD.replace(/ {6}- id: healthy/, () => `      - ${text}\n      - id: healthy`)

/** Spoils a text in one place; the same for the same seed. */
function mutated(text: string, seed: number): string {
  const bytes = createHash('sha512').update(String(seed)).digest()
  const at = bytes.readUInt32BE(0) % text.length
  const length = (bytes[4] ?? 0) % 40
  const junk = ['', ': ', '- ', '{', ']', '"', '\n', '\n    ', '!', '*a', '&a ', '? ', '\u0000', '| ', '%', '#'][(bytes[5] ?? 0) % 16] ?? ''
  return text.slice(0, at) + junk + text.slice(at + length)
}

/** Mistakes that are YAML, but no checklist; and what a message may quote. */
export const rows: readonly Row[] = [
  yaml('Y24', 'an id twice in a file', GOOD.replace('id: healthy', 'id: victim'), /duplicate-id/),
  {
    id: 'Y24',
    title: 'two checklists of one id',
    expect: { ...refused(/used by another checklist/), place: false },
    setup: (stage) => ({
      config: configOf({}, stage).replace('[checklist.yaml]', '[checklist.yaml, other.yaml]'),
      files: { 'other.yaml': GOOD },
    }),
  },
  ...['./checklist.yaml', '../../etc/passwd', 'http://127.0.0.1:9/x.yaml'].map((file) =>
    yaml('Y25', `an include of ${file}`, item(`{ include: "${file}", as: x }`), /pack-unreadable|missing-key/),
  ),
  {
    id: 'Y29',
    title: 'a broken line that holds a password',
    expect: refused(/readiness\.yaml:\d+:\d+/),
    setup: (stage) => ({ config: `${configOf({}, stage)}    password: "${stage.canary}\n` }),
  },
  {
    id: 'Y29',
    title: 'a password where a source is wanted',
    expect: refused(/readiness\.yaml:\d+:\d+/),
    setup: (stage) => ({ config: configOf({}, stage).replace('{ env: CANARY }', () => `"${stage.canary}"`) }),
  },
  ...Array.from({ length: 8 }, (_, seed): Row =>
    yaml('Y30', `a mutation, seed ${seed}`, mutated(GOOD.replaceAll('timeout', 'tiemout'), seed), /error: /),
  ),
  yaml('Y30', 'half a megabyte of mutations', Array.from({ length: 600 }, (_, seed) => mutated(GOOD, seed)).join(''), /error: /),
  spoilt('Y30', 'an expression that is always true', `"status == 200"`, '"true || status == 200"', /always-true/),
]
