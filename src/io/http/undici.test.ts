import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import Client from 'undici/lib/dispatcher/client.js'

it('is the version whose inner path is used here', () => {
  const file = createRequire(import.meta.url).resolve('undici/package.json')
  expect((JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version).toBe('7.30.2')
})

it('has the client with dispatch and destroy at that path', () => {
  expect(typeof Client.prototype.dispatch).toBe('function')
  expect(typeof Client.prototype.destroy).toBe('function')
})
