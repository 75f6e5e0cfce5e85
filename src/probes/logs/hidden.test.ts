import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type * as z from 'zod'
import { testContext } from '../../../test/support/context.ts'
import { observe } from './observe.ts'
import { Params, Target } from './schema.ts'

const NOW = new Date('2026-01-31T12:00:00Z')
let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'readiness-logs-test-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function write(name: string, ...lines: string[]): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
  return name
}

const look = (target: z.input<typeof Target>, params: z.input<typeof Params>) =>
  observe(
    Params.parse(params),
    testContext({ target: Target.parse(target), baseDir: folder, now: () => NOW, startedAt: NOW, timeoutMs: 8000 }),
  )

it('where no line matches, a source without the marker may hold one', async () => {
  write('marked/a.log', 'START', 'fine')
  write('marked/b.log', 'ERROR')
  const { observation, unread } = await look({ file: 'marked/*.log' }, { since: 'boot', bootMarker: 'START', contains: 'ERROR' })
  expect(observation).toMatchObject({ looked: 2, sources: [{ bootFound: true }, { bootFound: false }] })
  expect(unread).toEqual(
    ['lines', 'matched', 'everySource'].map((field) => ({
      path: [field],
      reason: 'insufficient',
      detail: 'marked/b.log holds no boot marker: which of its lines are of the last start is not known',
    })),
  )
})

it('where no line matches, one without a time may be of the window', async () => {
  const undated = write('undated.log', 'ERROR no time yet', '2026-01-31T11:59:59Z fine')
  for (const since of ['run', '1h'] as const) {
    const { observation, unread } = await look({ file: undated }, { since, contains: 'ERROR' })
    expect(observation).not.toHaveProperty('matched')
    expect(unread?.[0]?.detail).toBe('1 lines of undated.log have no time: whether they belong to the window is not known')
  }
  const old = write('dated.log', 'ERROR no time yet', '2026-01-31T09:59:59Z old', '2026-01-31T11:59:59Z fine')
  expect((await look({ file: old }, { since: '1h', contains: 'ERROR' })).observation.matched).toBe(0)
})

it('a time in the message is not that of the line', async () => {
  const texts = [
    '{"msg":"expires 2020-01-01T00:00:00Z","user":{"time":120},"time":"2026-01-31T11:59:50Z"}',
    '{"level":30,"time":1769860799000,"msg":"valid until 2020-01-01T00:00:00Z"}',
    '127.0.0.1 - - [31/Jan/2026:11:59:52 +0000] "GET /?from=2020-01-01T00:00:00Z HTTP/1.1" 200',
    '{"msg":"since 2020-01-01T00:00:00Z"}',
  ]
  const { observation } = await look({ file: write('message.log', ...texts) }, { since: '1h' })
  expect(observation.lines?.map(({ time }) => time?.slice(11, 19))).toEqual(['11:59:50', '11:59:59', '11:59:52', '11:59:52'])
})

it('a compressed file, or one in UTF-16, is no log without a match', async () => {
  const texts = {
    'gz.log': gzipSync('ERROR\n'),
    'zst.log': Buffer.from('28b52ffd0400', 'hex'),
    'bz2.log': Buffer.from('BZh91AY'),
    'wide16.log': Buffer.from('ERROR\n', 'utf16le'),
    'bom16.log': Buffer.from('\ufeffERROR\n', 'utf16le'),
  }
  for (const [name, bytes] of Object.entries(texts)) {
    writeFileSync(join(folder, name), bytes)
    await expect(look({ file: name }, { contains: 'ERROR' }), name).rejects.toMatchObject({ reason: 'unsupported' })
  }
  writeFileSync(join(folder, 'emptied.log'), Buffer.concat([Buffer.alloc(100), Buffer.from('\nERROR\n')]))
  expect((await look({ file: 'emptied.log' }, { contains: 'ERROR' })).observation.matched).toBe(1)
})
