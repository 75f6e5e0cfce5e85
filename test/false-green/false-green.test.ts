import { afterAll, beforeAll, expect, it } from 'vitest'
import { pooled } from '../hostile/pool.ts'
import { serve } from '../support/server.ts'
import type { TestServer } from '../support/server.ts'
import { CASES } from './cases.ts'
import { play } from './play.ts'
import type { Played } from './play.ts'
import { target } from './target.ts'

const WAIT_MS = 120_000
const FEWEST = 45

let server: TestServer
let played: readonly Promise<Played>[] = []
beforeAll(async () => {
  server = await serve(target)
  played = pooled(CASES, 2, (one) => play(one, server.url))
})
afterAll(async () => {
  await Promise.allSettled(played)
  await server.close()
}, WAIT_MS)

it.each(CASES.map(({ title, status }, index) => [title, status, index] as const))(
  '%s ends in %i',
  async (_title, _status, index) => {
    expect((await played[index])?.complaints).toEqual([])
  },
  WAIT_MS,
)

it(
  'no case said GO, and every case ended in the status that it must',
  async () => {
    const statuses = (await Promise.all(played)).map(({ status }) => status)
    process.stdout.write(`\n${statuses.filter((status) => status === 0).length} of ${statuses.length} said GO\n`)
    expect(statuses.length).toBeGreaterThanOrEqual(FEWEST)
    expect(new Set(CASES.map(({ title }) => title)).size).toBe(CASES.length)
    expect(CASES.filter(({ status }, index) => statuses[index] !== status || statuses[index] === 0).map(({ title }) => title)).toEqual([])
  },
  WAIT_MS,
)
