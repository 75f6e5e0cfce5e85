import { expect, it } from 'vitest'
import { shown } from './canary.ts'
import { complaints } from './contract.ts'
import { play } from './stage.ts'
import { harmless } from './row.ts'
import type { Run } from './row.ts'
import { JSON_OK } from './servers.ts'
import { table } from './table.ts'

const row = { id: 'X01', title: 'nothing is wrong', expect: harmless, setup: () => ({ item: JSON_OK }) }

/** A healthy run, spoilt, and the clauses that complain. */
const clauses = (spoil: (run: Run, canary: string) => Partial<Run>) =>
  play(row, (run, setup, stage) =>
    complaints(harmless, { ...run, ...spoil(run, stage.canary) }, setup, stage).map((complaint) => complaint.slice(0, 3).trim()),
  )

it('a healthy run breaks no clause', async () => {
  expect(await clauses(() => ({}))).toEqual([])
})

it.each<[string, (run: Run, canary: string) => Partial<Run>]>([
  ['U1', () => ({ wallMs: 60_000 })],
  ['U2', () => ({ status: 3 })],
  ['U4', (run, canary) => ({ outputs: { ...run.outputs, stderr: `x${canary.slice(3, 20)}y` } })],
  ['U4', (run, canary) => ({ outputs: { ...run.outputs, stderr: Buffer.from(`ab${canary}`).toString('base64') } })],
  ['U5', (run) => ({ outputs: { ...run.outputs, 'report.html': '' } })],
  ['U6', () => ({ rssMiB: 257 })],
  ['U10', () => ({ stderr: '[ioredis] Unhandled error event' })],
  ['U10', () => ({ stderr: 'Error\n    at main (file.js:1:2)\n' })],
])('clause %s complains of what breaks it', async (clause, spoil) => {
  expect(await clauses(spoil)).toContain(clause)
})

it('a GO of a run that may not be one is found', async () => {
  const found = await play(row, (run, setup, stage) => complaints({ ...harmless, status: 3 }, run, setup, stage))
  expect(found.filter((complaint) => complaint.startsWith('U3 '))).toHaveLength(1)
})

it('a secret is found backwards and as hex, and its absence is no find', () => {
  const canary = 'cnry0123456789abcdef'
  expect(shown(canary, { a: [...canary].reverse().join(''), b: Buffer.from(canary).toString('hex'), c: 'nothing' })).toEqual(['a', 'b'])
})

it('the table counts a fault once, and none that is listed as not done', () => {
  const survived = new Map([
    ['H01', true],
    ['H02', false],
    ['N01', true],
  ])
  expect(table(survived, { N02: 'why' })).toBe('survived 2 of 4 by group: H 1/2, N 1/2\nnot done: N02 why')
})
