import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { testContext } from '../../../test/support/context.ts'
import { observe } from './observe.ts'
import { Observation, Params } from './schema.ts'

const folder = mkdtempSync(join(tmpdir(), 'readiness-recorded-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function look(content: unknown) {
  const file = `${Math.random()}.json`
  if (content !== undefined) writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content))
  const context = testContext({ baseDir: folder, now: () => new Date('2026-01-08T00:00:00Z') })
  try {
    const { observation } = await observe(Params.parse({ file }), context)
    expect(Observation.parse(observation)).toEqual(observation)
    return observation
  } finally {
    await context.close()
  }
}

const item = (id: string, outcome: string, children: object[] = []) => ({
  id,
  outcome,
  settledBy: 'look',
  severity: 'critical',
  phase: 'staging',
  title: id,
  children,
})

const report = (change: object = {}) => ({
  schema: 'readiness.report/1',
  run: { id: 'r1', startedAt: '2026-01-07T23:00:00Z', finishedAt: '2026-01-07T23:59:00.500Z' },
  environment: { name: 'staging' },
  release: { expected: '89b9332', running: '89b9332', state: 'confirmed' },
  checklists: [{ id: 'deletion', title: 'Deletion', digest: 'ab12' }],
  verdict: 'GO',
  phases: [{ phase: 'staging', verdict: 'GO' }],
  sections: [{ title: 'Tests', items: [item('test1', 'pass'), item('both', 'pass', [item('one', 'pass'), item('two', 'waived')])] }],
  leftBehind: [],
  ...change,
})

it('gives verdict, release, age and items of a report', async () => {
  expect(await look(report())).toEqual({
    runId: 'r1',
    environmentName: 'staging',
    expectedRelease: '89b9332',
    runningRelease: '89b9332',
    releaseState: 'confirmed',
    verdict: 'GO',
    partial: false,
    interrupted: false,
    replayed: false,
    finishedAt: '2026-01-07T23:59:00.500Z',
    observedAt: '2026-01-07T23:59:00.500Z',
    ageSeconds: 59,
    leftBehind: 0,
    checklists: { deletion: { title: 'Deletion', digest: 'ab12' } },
    phases: { staging: 'GO' },
    itemCount: 4,
    items: expect.objectContaining({
      test1: { outcome: 'pass', settledBy: 'look', severity: 'critical', phase: 'staging' },
      two: expect.objectContaining({ outcome: 'waived' }),
    }),
  })
})

it('reads the report inside a recording', async () => {
  expect(await look({ schema: 'readiness.run/1', report: report(), looks: [] })).toMatchObject({ runId: 'r1', verdict: 'GO' })
})

it('sees a partial and interrupted run without a release', async () => {
  const run = { id: 'r', finishedAt: '2026-01-07T00:00:00Z', partial: '--only x', interrupted: 'SIGINT' }
  const seen = await look(report({ run, release: { state: 'undeclared' }, leftBehind: ['event ev_1'] }))
  expect(seen).toMatchObject({ partial: true, interrupted: true, leftBehind: 1, releaseState: 'undeclared' })
  expect(seen).not.toHaveProperty('runningRelease')
})

it('counts the age of a replay from the run that looked', async () => {
  const run = { id: 'r', finishedAt: '2026-01-08T00:00:00Z', replayOf: { id: 'old', startedAt: '2026-01-01T00:00:00Z' } }
  expect(await look(report({ run }))).toMatchObject({ replayed: true, ageSeconds: 7 * 86_400 })
})

it.each([
  ['missing', undefined, 'unconfigured'],
  ['empty', '', 'malformed'],
  ['not JSON', '{"schema": ', 'malformed'],
  ['of another schema', { schema: 'readiness.report/2' }, 'malformed'],
  ['a recording without a report', { schema: 'readiness.run/1' }, 'malformed'],
  ['a list', [], 'malformed'],
  ['cut short', { schema: 'readiness.report/1', run: { id: 'r' } }, 'malformed'],
  ['with a verdict of its own invention', report({ verdict: 'PERHAPS' }), 'malformed'],
  [
    'better than its phases',
    report({
      phases: [
        { phase: 'a', verdict: 'GO' },
        { phase: 'b', verdict: 'NO-GO' },
      ],
    }),
    'malformed',
  ],
  ['from the future', report({ run: { id: 'r', finishedAt: '2026-01-09T00:00:00Z' } }), 'malformed'],
  ['with a key twice', `{"schema":"x",${JSON.stringify(report()).slice(1)}`, 'malformed'],
])('is no evidence when the file is %s', async (_, content, reason) => {
  await expect(look(content)).rejects.toMatchObject({ name: 'LookError', reason })
})
