import { expect, it } from 'vitest'
import { readKeys } from './keys.ts'

it('a search that ends before the last key says so', async () => {
  let rounds = 0
  // The cursor never comes back to 0.
  const connection = { tls: undefined, close: () => {}, call: async () => ({ value: [String((rounds += 1)), []] }) }
  const { value, unread } = await readKeys(connection, 'used:*', false)
  expect(value).toEqual({ looked: 0, complete: false })
  expect(unread.map(({ path, reason }) => `${path.join('.')} ${reason}`)).toEqual(
    ['count', 'withoutTtl', 'minTtlSeconds', 'maxTtlSeconds'].map((field) => `keys.${field} insufficient`),
  )
  expect(rounds).toBe(2000)
})
