import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Progress on a terminal of 80 columns, or in CI, with what it wrote after one interval. */
function shown(isTTY: boolean, waitMs: number): string[] {
  const written: string[] = []
  const stream = { isTTY, columns: 80, write: async (text: string) => void written.push(text) }
  const terminal: Terminal = {
    env: {},
    cwd: '.',
    stdout: stream,
    stderr: stream,
    color: { stdout: 0, stderr: 0 },
    ci: !isTTY,
    unicode: true,
  }
  const progress = createProgress(terminal, { quiet: false, verbose: false }, () => 12_400)
  progress.listen({ type: 'started', environment: 'staging', items: 272, looks: 118 })
  progress.listen({ type: 'item', id: 'a', title: 'A', outcome: 'fail' })
  progress.listen({ type: 'look-started', look: 'a', label: `POST /api/v1/auth/login ${'and so on '.repeat(20)}` })
  progress.listen({ type: 'look-waiting', look: 'b', label: 'GET /b', limit: 'logins', waitMs })
  vi.advanceTimersByTime(5_000)
  progress.end()
  return written
}

it('says what runs within 80 columns', () => {
  expect(shown(true, 0).find((text) => text.includes('POST /api/v1/auth/login and so on'))).toBeDefined()
})

it('speaks of waits from a second on', () => {
  expect(shown(true, 400).join('')).not.toContain('waits')
  expect(shown(true, 3_000).join('')).toContain('waits 3.0 s for logins')
})

it('keeps to 100 columns where no terminal is', () => {
  const lines = shown(false, 3_000).join('').split('\n')
  expect(lines.length).toBeGreaterThan(1)
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100)
})
