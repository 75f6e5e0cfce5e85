import { Socket } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { explain } from '../../src/cli/explain.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { OUTCOMES, VERDICTS } from '../../src/core/outcome.ts'
import { PROBLEMS } from '../../src/core/problems.ts'
import { SEVERITIES } from '../../src/core/severity.ts'
import { UNKNOWN_REASONS } from '../../src/core/unread.ts'
import { EXIT } from '../../src/cli/exit.ts'
import { STATUSES, WORDS } from '../../src/core/words.ts'
import { PROBE_NAMES } from '../../src/probes/registry.ts'

/** A folder without readiness.yaml: nothing of a project is needed to explain a word. */
const cwd = mkdtempSync(join(tmpdir(), 'readiness-explain-'))
afterAll(() => rmSync(cwd, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

async function explained(word: string): Promise<{ status: number; out: string; err: string }> {
  const text = { out: '', err: '' }
  const stream = (name: 'out' | 'err') => ({ isTTY: false, columns: 100, write: async (part: string) => void (text[name] += part) })
  const terminal: Terminal = {
    env: {},
    cwd,
    stdout: stream('out'),
    stderr: stream('err'),
    color: { stdout: 0, stderr: 0 },
    ci: false,
    unicode: true,
  }
  const connect = vi.spyOn(Socket.prototype, 'connect').mockImplementation(() => {
    throw new Error('explain opened a connection')
  })
  const status = await explain(word, {}, terminal)
  expect(connect).not.toHaveBeenCalled()
  return { status, ...text }
}

it.each([
  ...new Set([
    ...OUTCOMES,
    ...VERDICTS,
    ...UNKNOWN_REASONS,
    ...SEVERITIES,
    'verdict',
    ...Object.keys(WORDS),
    ...Object.keys(STATUSES),
    ...Object.keys(PROBLEMS),
  ]),
])('readiness explain %s says what it means, without network', async (word) => {
  const { status, out } = await explained(word)
  expect(status).toBe(0)
  expect(out).toMatch(new RegExp(`^${word}: .{15,}`))
})

it('knows every exit status', () => {
  expect(Object.keys(STATUSES).map(Number)).toEqual(Object.values(EXIT))
})

it.each(PROBE_NAMES)('readiness explain %s shows parameters, observation and examples, without network', async (name) => {
  const { status, out } = await explained(name)
  expect(status).toBe(0)
  for (const part of [`${name}: `, 'Parameters', 'Observation', 'Example: ', `probe: ${name}`]) expect(out).toContain(part)
})

it('a word that nobody knows is a mistake, with the nearest one', async () => {
  const { status, out, err } = await explained('insuficient')
  expect({ status, out }).toEqual({ status: 2, out: '' })
  expect(err).toContain('did you mean insufficient?')
})
