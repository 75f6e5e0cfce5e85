import { expect, it } from 'vitest'
import { EFFECTS, type Effect } from '../core/effect.ts'
import { createQueue } from './queue.ts'

const pause = () => new Promise((resolve) => setTimeout(resolve, 5))

/** Runs tasks of these effects and tells when each began and ended. */
async function ran(effects: readonly Effect[], concurrency: number): Promise<{ log: string[]; most: number }> {
  const queue = createQueue(concurrency)
  const log: string[] = []
  let running = 0
  let most = 0
  await Promise.all(
    effects.map((effect, rank) =>
      queue.run({ effect, rank }, async () => {
        running += 1
        most = Math.max(most, running)
        log.push(`> ${effect}`)
        await pause()
        log.push(`< ${effect}`)
        running -= 1
      }),
    ),
  )
  return { log, most }
}

it('runs reads first and then effects in their order, however they come in', async () => {
  const { log } = await ran([...EFFECTS].reverse(), 1)
  expect(log.filter((line) => line.startsWith('>'))).toEqual(EFFECTS.map((effect) => `> ${effect}`))
})

it('runs at most so many at a time, and really as many', async () => {
  expect(
    (
      await ran(
        Array.from({ length: 9 }, () => 'read'),
        3,
      )
    ).most,
  ).toBe(3)
  expect((await ran(['read', 'session', 'read'], 10)).most).toBe(3)
})

it('runs what changes data alone', async () => {
  const { log } = await ran(['read', 'destructive', 'read', 'data', 'data', 'load'], 10)
  expect(log).toEqual([
    '> read',
    '> read',
    '< read',
    '< read',
    '> data',
    '< data',
    '> data',
    '< data',
    '> destructive',
    '< destructive',
    '> load',
    '< load',
  ])
})

it('takes the smaller rank first among equals', async () => {
  const queue = createQueue(1)
  const order: number[] = []
  await Promise.all([3, 1, 2].map((rank) => queue.run({ effect: 'read', rank }, async () => void order.push(rank))))
  expect(order).toEqual([1, 2, 3])
})

it('lets a read that a finished look brings go before the next effect', async () => {
  const queue = createQueue(1)
  const order: string[] = []
  const task = (name: string) => async () => void order.push(name)
  const first = queue.run({ effect: 'read', rank: 0 }, task('first')).then(() => queue.run({ effect: 'read', rank: 1 }, task('second')))
  await Promise.all([first, queue.run({ effect: 'data', rank: 0 }, task('data'))])
  expect(order).toEqual(['first', 'second', 'data'])
})

it('goes on after a task that throws, and tells its caller', async () => {
  const queue = createQueue(1)
  const failed = queue.run({ effect: 'data', rank: 0 }, async () => Promise.reject(new Error('no')))
  await expect(failed).rejects.toThrow('no')
  await expect(queue.run({ effect: 'data', rank: 0 }, async () => 'yes')).resolves.toBe('yes')
})

it('goes on after a task that throws before it gives a promise', async () => {
  const queue = createQueue(1)
  const failed = queue.run({ effect: 'data', rank: 0 }, () => {
    throw new Error('at once')
  })
  await expect(failed).rejects.toThrow('at once')
  await expect(queue.run({ effect: 'read', rank: 0 }, async () => 'yes')).resolves.toBe('yes')
})
