import { expect, it } from 'vitest'
import { fakeClock, type FakeClock } from '../../test/support/fake-clock.ts'
import type { Touches } from '../looks/model.ts'
import { createLimits, type Limits } from './limits.ts'

const never = new AbortController().signal
const setUp = (rules: Record<string, { max: number; perMs: number }> = { login: { max: 5, perMs: 60_000 } }) => {
  const clock = fakeClock()
  return { clock, limits: createLimits(new Map(Object.entries(rules)), clock) }
}
/** One look that takes no time. */
async function use(limits: Limits, touches: Touches): Promise<string[]> {
  const waits: string[] = []
  const release = await limits.reserve(touches, never, (label, ms) => waits.push(`${label} ${ms}`))
  release()
  return waits
}
const slept = ({ slept: all }: FakeClock) => all.reduce((a, b) => a + b, 0)

it('lets looks through while there is room, then waits until enough of the window has passed', async () => {
  const { clock, limits } = setUp()
  expect(await use(limits, { login: 3 })).toEqual([])
  clock.advance(10_000)
  expect(await use(limits, { login: 2 })).toEqual([])
  clock.advance(5_000)
  expect(await use(limits, { login: 3 })).toEqual(['login 45000'])
  expect(await use(limits, { login: 3 })).toEqual(['login 60000'])
})

it('waits for the younger uses too when the oldest alone make no room', async () => {
  const { clock, limits } = setUp()
  await use(limits, { login: 1 })
  clock.advance(20_000)
  await use(limits, { login: 4 })
  expect(await use(limits, { login: 2 })).toEqual(['login 60000'])
})

it('never allows more than the limit within any window', async () => {
  const { clock, limits } = setUp({ login: { max: 5, perMs: 1000 } })
  const uses: { at: number; count: number }[] = []
  for (const count of [3, 1, 2, 5, 1, 4, 2, 2, 3, 5, 1]) {
    await use(limits, { login: count })
    uses.push({ at: clock.monotonic(), count })
    clock.advance(120)
  }
  for (const { at } of uses) {
    const within = uses.filter((one) => one.at > at - 1000 && one.at <= at).reduce((sum, { count }) => sum + count, 0)
    expect(within).toBeLessThanOrEqual(5)
  }
})

it('a look that measures the limit waits a whole period from the start of the run, and after the last use', async () => {
  const { clock, limits } = setUp()
  clock.advance(15_000)
  expect(await use(limits, { login: 'all' })).toEqual(['login 45000'])
  clock.advance(1_000)
  expect(await use(limits, { login: 'all' })).toEqual(['login 59000'])
})

it('nothing has room for a whole period after a look that took all', async () => {
  const { clock, limits } = setUp()
  clock.advance(60_000)
  expect(await use(limits, { login: 'all' })).toEqual([])
  expect(await use(limits, { login: 1 })).toEqual(['login 60000'])
})

it('refuses at once what could never have room', async () => {
  const { clock, limits } = setUp()
  await expect(use(limits, { login: 6 })).rejects.toMatchObject({
    reason: 'refused',
    message: 'it uses 6 of the limit login, which allows 5',
  })
  expect(slept(clock)).toBe(0)
  expect(await use(limits, { login: 5 })).toEqual([])
})

it('a label without a limit never waits', async () => {
  const { limits } = setUp()
  for (let n = 0; n < 20; n += 1) expect(await use(limits, { upload: 3 })).toEqual([])
})

it('what measures a limit that the environment does not name is refused, since nobody knows how long to wait', async () => {
  const { limits } = setUp()
  await expect(use(limits, { upload: 'all' })).rejects.toMatchObject({
    reason: 'unconfigured',
    message: 'it measures the limit upload, and the environment has no `limits:` entry for it',
  })
  expect(await use(limits, { upload: 1 })).toEqual([])
})

it('what measures the limit waits from the newest of the uses before it', async () => {
  const { clock, limits } = setUp()
  clock.advance(60_000)
  await use(limits, { login: 1 })
  clock.advance(20_000)
  await use(limits, { login: 1 })
  clock.advance(5_000)
  expect(await use(limits, { login: 'all' })).toEqual(['login 55000'])
})

it('looks that share a label never overlap, in whatever order they name them', async () => {
  const { limits } = setUp({})
  const log: string[] = []
  const look = async (name: string, touches: Touches) => {
    const release = await limits.reserve(touches, never, () => {})
    log.push(`> ${name}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
    log.push(`< ${name}`)
    release()
  }
  await Promise.all([look('one', { a: 1, b: 1 }), look('two', { b: 1, a: 1 }), look('three', { b: 1 }), look('other', { c: 1 })])
  const shared = log.filter((line) => !line.endsWith('other'))
  expect(shared.map((line) => line[0]).join('')).toBe('><><><')
  expect(log.indexOf('> other')).toBeLessThan(log.indexOf('< one'))
})

it('gives its labels back when the run ends while it waits', async () => {
  const { limits } = setUp()
  await use(limits, { login: 5 })
  const abort = new AbortController()
  abort.abort('SIGINT')
  await expect(limits.reserve({ login: 1 }, abort.signal, () => {})).rejects.toMatchObject({ reason: 'interrupted' })
  expect(await use(limits, { login: 1 })).toEqual(['login 60000'])
})
