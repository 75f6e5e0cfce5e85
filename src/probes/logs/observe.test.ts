import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { testContext } from '../../../test/support/context.ts'
import type { ContextOptions } from '../../../test/support/context.ts'
import { observe } from './observe.ts'
import { Observation, Params, Target } from './schema.ts'

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

type Options = Omit<ContextOptions<Target>, 'target'>

function look(target: z.input<typeof Target>, params: z.input<typeof Params> = {}, options: Options = {}) {
  const context = testContext({
    target: Target.parse(target),
    baseDir: folder,
    now: () => NOW,
    startedAt: NOW,
    runId: 'run-42',
    timeoutMs: 8000,
    ...options,
  })
  return observe(Params.parse(params), context)
}

it('keeps the lines that hold every text, and counts those looked at', async () => {
  const file = write('plain.log', 'AUDIT deleted ev_1', 'AUDIT deleted ev_2', 'other ev_1')
  const { observation, unread, answer } = await look({ file }, { contains: ['AUDIT', 'ev_1'] })
  expect(Observation.parse(observation)).toEqual(observation)
  expect(observation).toEqual({
    lines: [{ source: 'plain.log', text: 'AUDIT deleted ev_1', number: 1 }],
    matched: 1,
    looked: 3,
    truncated: false,
    cutLines: 0,
    sources: [{ name: 'plain.log', lines: 3, matched: 1 }],
    sourceCount: 1,
    everySource: true,
  })
  expect(unread).toEqual([])
  expect(answer).toBe('1 of 3 lines')
})

it('since run: what was written since the run began, or holds its id', async () => {
  const file = write(
    'run.log',
    '2026-01-31T11:59:50Z before',
    '  a line of it',
    '2026-01-31T11:59:51Z early but run-42',
    '2026-01-31T11:59:58.500Z within two seconds',
    '  and its second line',
    '2026-01-31T14:00:01+02:00 another zone',
    '2026-01-31T14:00:01Z later',
  )
  const { observation } = await look({ file }, { since: 'run' })
  expect(observation.lines?.map(({ text }) => text.replace(/^\S* +/, ''))).toEqual([
    'early but run-42',
    'within two seconds',
    'and its second line',
    'another zone',
    'later',
  ])
  expect(observation).toMatchObject({ looked: 5, from: '2026-01-31T11:59:51.000Z', to: '2026-01-31T14:00:01.000Z' })
  expect(observation.lines?.[2]).toMatchObject({ number: 5, time: '2026-01-31T11:59:58.500Z' })
})

it('L06 without times only the run id counts, and without both the window is not known', async () => {
  const marked = write('marked.log', 'one', 'two run-42', 'three')
  expect((await look({ file: marked }, { since: 'run' })).observation.lines?.map(({ text }) => text)).toEqual(['two run-42'])
  const bare = write('bare.log', 'one', '2026-01-31 12:00:01 a time without a zone')
  await expect(look({ file: bare }, { since: 'run' })).rejects.toMatchObject({ reason: 'insufficient' })
  await expect(look({ file: marked }, { since: '1h' })).rejects.toMatchObject({ reason: 'insufficient' })
  expect((await look({ file: bare }, { since: 'run', timestamp: 'utc' })).observation.looked).toBe(1)
})

it('since a duration: counts back from now', async () => {
  const file = write(
    'hour.log',
    '2026-01-31T10:59:59Z old',
    '2026-01-31T11:00:00Z new',
    '{"level":30,"time":1769860799000,"msg":"pino"}',
    '127.0.0.1 - - [31/Jan/2026:13:59:59 +0200] "GET / HTTP/1.1" 200',
  )
  expect((await look({ file }, { since: '1h' })).observation).toMatchObject({
    looked: 3,
    from: '2026-01-31T11:00:00.000Z',
    to: '2026-01-31T11:59:59.000Z',
  })
})

it('since boot: only what follows the last marker of each source counts', async () => {
  write('boot/a.log', 'START', 'secret: configured', 'START', 'secret: missing')
  write('boot/b.log', 'START', 'secret: configured')
  write('boot/c.log', 'secret: configured')
  write('boot/d.txt', 'START', 'secret: configured')
  const { observation } = await look({ file: 'boot/*.log' }, { since: 'boot', bootMarker: 'START', contains: 'secret: configured' })
  expect(observation).toMatchObject({ looked: 4, matched: 1, sourceCount: 3, everySource: false })
  expect(observation.sources).toEqual([
    { name: 'boot/a.log', lines: 2, matched: 0, bootFound: true },
    { name: 'boot/b.log', lines: 2, matched: 1, bootFound: true },
    { name: 'boot/c.log', lines: 0, matched: 0, bootFound: false },
  ])
})

it('tail: the last lines of each source', async () => {
  const files = [write('t1.log', ...Array.from({ length: 1000 }, (_, n) => `line ${n}`)), write('t2.log', 'only')]
  const { observation } = await look({ file: files }, { tail: 3 })
  expect(observation.lines?.map(({ text }) => text)).toEqual(['line 997', 'line 998', 'line 999', 'only'])
})

it('L05 an empty log shows that it is empty and nothing else, a missing one not even that', async () => {
  const file = write('empty.log')
  for (const since of ['run', '1h', undefined] as const) {
    const { observation, unread } = await look({ file }, since === undefined ? {} : { since })
    expect(observation).toMatchObject({ looked: 0, sourceCount: 1 })
    expect(unread).toMatchObject(['lines', 'matched', 'everySource'].map((field) => ({ path: [field], reason: 'insufficient' })))
  }
  await expect(look({ file: 'nowhere.log' })).rejects.toMatchObject({ reason: 'unreachable', again: false })
  await expect(look({ file: 'nowhere/*.log' })).rejects.toMatchObject({ reason: 'unreachable' })
  await expect(look({ file: '*.nothing' })).rejects.toMatchObject({ reason: 'unreachable', message: 'no file fits *.nothing' })
  await expect(look({ file: '.' })).rejects.toMatchObject({ reason: 'unsupported' })
  await expect(look({ file: [write('there.log', 'x'), 'nowhere.log'] })).rejects.toMatchObject({ reason: 'unreachable' })
})

it('a file that may not be read is unauthorized', async () => {
  const file = write('closed.log', 'x')
  chmodSync(join(folder, file), 0)
  // Root reads everything.
  if (process.getuid?.() === 0) expect((await look({ file })).observation.looked).toBe(1)
  else await expect(look({ file })).rejects.toMatchObject({ reason: 'unauthorized' })
})

it('L01 a line of 100 MB costs 64 KiB, and "none" is not known with it', async () => {
  const file = write('long.log', 'short')
  appendFileSync(join(folder, file), Buffer.alloc(100e6, 120))
  const before = process.memoryUsage().rss
  const { observation, unread } = await look({ file }, { contains: 'ERROR' })
  expect(process.memoryUsage().rss - before).toBeLessThan(80e6)
  expect(observation).toMatchObject({ looked: 2, cutLines: 1 })
  expect(observation).not.toHaveProperty('matched')
  expect(unread?.map(({ path, reason }) => `${path[0]} ${reason}`)).toEqual([
    'lines insufficient',
    'matched insufficient',
    'everySource insufficient',
  ])
  expect((await look({ file }, { contains: 'xxx' })).observation.lines?.[0]?.text).toHaveLength(65_536)
})

it('L01 of 10 GB only the end is read, where it shows the window', async () => {
  const file = write('huge.log', 'old')
  truncateSync(join(folder, file), 10e9)
  appendFileSync(join(folder, file), '\n2026-01-31T11:00:00Z before\nBOOT\n2026-01-31T11:59:59Z last\n')
  const start = performance.now()
  expect((await look({ file }, { since: '5m' })).observation.lines?.map(({ text }) => text)).toEqual(['2026-01-31T11:59:59Z last'])
  expect((await look({ file }, { since: 'boot', bootMarker: 'BOOT' })).observation.looked).toBe(2)
  expect((await look({ file }, { tail: 2 })).observation.looked).toBe(2)
  for (const params of [{}, { since: '2h' }, { since: 'boot' as const, bootMarker: 'START' }, { tail: 10 }]) {
    await expect(look({ file }, params)).rejects.toMatchObject({ reason: 'malformed', message: expect.stringContaining('256 MiB') })
  }
  expect(performance.now() - start).toBeLessThan(30_000)
}, 60_000)

it('more than 2,000 matching lines leave the lines unread, the number is exact', async () => {
  const file = write('many.log', ...Array.from({ length: 2001 }, (_, n) => `hit ${n}`))
  const { observation, unread } = await look({ file })
  expect(observation).toMatchObject({ matched: 2001, truncated: true, everySource: true })
  expect(unread).toMatchObject([{ path: ['lines'], reason: 'insufficient' }])
  const cap = await look({ file: write('cap.log', ...Array.from({ length: 2000 }, (_, n) => `hit ${n}`)) })
  expect(cap.observation.lines).toHaveLength(2000)
})

it('8 MiB of matching lines are the most that is kept', async () => {
  const file = write('wide.log', ...Array.from({ length: 200 }, () => 'x'.repeat(60_000)))
  const { observation } = await look({ file })
  expect(observation).toMatchObject({ matched: 200, truncated: true })
  expect(observation).not.toHaveProperty('lines')
})

it('L08 control characters and broken UTF-8 stay in their line', async () => {
  writeFileSync(
    join(folder, 'odd.log'),
    Buffer.concat([Buffer.from('a\u001b[2J\rb\r\n'), Buffer.from([0xff, 0x0a]), Buffer.from('no end')]),
  )
  expect((await look({ file: 'odd.log' })).observation.lines?.map(({ text }) => text)).toEqual(['a\u001b[2J\rb', '\ufffd', 'no end'])
})

it('what a program writes to stderr is a source of its own', async () => {
  const command = [process.execPath, '-e', 'console.log("fine"); console.error("ERROR")']
  const { observation } = await look({ command }, { contains: 'ERROR' }, { allowExec: true })
  expect(observation).toMatchObject({
    matched: 1,
    sourceCount: 2,
    sources: [{ matched: 0 }, { name: `${process.execPath} (stderr)`, matched: 1 }],
  })
})

it('a program prints the log only with --allow-exec, and must end well', async () => {
  const command = [process.execPath, '-e', 'console.log("one\\ntwo")']
  await expect(look({ command })).rejects.toMatchObject({ reason: 'refused' })
  expect((await look({ command }, { contains: 'two' }, { allowExec: true })).observation).toMatchObject({ matched: 1, looked: 2 })
  const failing = [process.execPath, '-e', 'console.log("one"); process.exitCode = 3']
  await expect(look({ command: failing }, {}, { allowExec: true })).rejects.toMatchObject({
    reason: 'unreachable',
    message: expect.stringContaining('status 3'),
  })
})

it('parameters and targets that fit nothing are mistakes of the author', () => {
  expect(Params.safeParse({ since: 'boot' }).success).toBe(false)
  expect(Params.safeParse({ bootMarker: 'x' }).success).toBe(false)
  for (const target of [
    {},
    { file: 'a', command: ['b'] },
    { kubernetes: 'deployment/x' },
    { kubernetes: 'pod/x', context: 'c', namespace: 'n' },
  ]) {
    expect(Target.safeParse(target).success, JSON.stringify(target)).toBe(false)
  }
})

it('the observation is plain JSON by its schema', () => {
  expect(z.toJSONSchema(Observation, { io: 'output' })).toMatchObject({ type: 'object' })
})

/** Files below the folder that this process has open, where the system tells (/proc). */
function openFiles(): string[] {
  const at = '/proc/self/fd'
  const targets = existsSync(at) ? readdirSync(at).map((name) => (existsSync(join(at, name)) ? readlinkSync(join(at, name)) : '')) : []
  return targets.filter((target) => target.startsWith(folder))
}

it('leaves no file open when one of many is missing', async () => {
  const files = Array.from({ length: 30 }, (_, index) => write(`many/${index}.log`, 'a line'))
  await expect(look({ file: ['many/missing.log', ...files] })).rejects.toMatchObject({ reason: 'unreachable' })
  await vi.waitFor(() => expect(openFiles()).toEqual([]), 5000)
})
