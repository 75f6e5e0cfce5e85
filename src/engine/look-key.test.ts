import { expect, it } from 'vitest'
import type { Probe } from '../probes/contract.ts'
import { Secret } from '../redaction/secret.ts'
import { lookKey } from './look-key.ts'

const look = { retry: 1, touches: {} }
const prepared = (params: unknown, more: object = {}) => ({
  probe: { name: 'http' } as Probe,
  params,
  targetName: 'api',
  identity: '',
  timeoutMs: 1000,
  ...more,
})
const withHeader = (value: Secret) => prepared({ path: '/', headers: { Authorization: value } })

it('is the same for equal reads', () => {
  expect(lookKey(look, prepared({ path: '/', query: { a: 1 } }))).toBe(lookKey(look, prepared({ path: '/', query: { a: 1 } })))
  expect(lookKey(look, withHeader(new Secret('token-1', 'secrets.a')))).toBe(lookKey(look, withHeader(new Secret('token-1', 'secrets.b'))))
})

it.each([
  ['parameters', prepared({ path: '/b' })],
  ['the target', prepared({ path: '/' }, { targetName: 'tracker' })],
  ['the identity', prepared({ path: '/' }, { identity: 'admin' })],
  ['the time-out', prepared({ path: '/' }, { timeoutMs: 2000 })],
  ['the probe', prepared({ path: '/' }, { probe: { name: 'metrics' } })],
])('differs by %s', (_, other) => {
  expect(lookKey(look, other)).not.toBe(lookKey(look, prepared({ path: '/' })))
})

it('differs by how a look is made', () => {
  expect(lookKey({ retry: 2, touches: {} }, prepared({}))).not.toBe(lookKey(look, prepared({})))
  expect(lookKey({ retry: 1, touches: { login: 1 } }, prepared({}))).not.toBe(lookKey(look, prepared({})))
})

it('tells secrets of one name apart by what is sent, and never holds them', () => {
  const bare = lookKey(look, withHeader(new Secret('token-1', 'secrets.a')))
  const bearer = lookKey(look, withHeader(new Secret('Bearer token-1', 'secrets.a')))
  expect(bare).not.toBe(bearer)
  expect(bare + bearer).not.toContain('token-1')
})
