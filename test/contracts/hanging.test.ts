import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LookError } from '../../src/core/look-error.ts'
import { loadProbe } from '../../src/probes/registry.ts'
import { Secret } from '../../src/redaction/secret.ts'
import { testContext } from '../support/context.ts'
import { serveRaw, type TestServer } from '../support/server.ts'

/** One read of each probe that connects to something, against an address. */
const LOOKS: Readonly<
  Record<string, { readonly params: unknown; readonly scheme?: 'https'; readonly target?: (address: string) => unknown }>
> = {
  headers: { params: { paths: ['/', '/none'] } },
  http: { params: { path: '/health' } },
  cors: { params: {} },
  tls: { params: { http: false }, scheme: 'https' },
  'rate-limit': { params: { limit: 2, period: '1m', request: { path: '/health' } } },
  timing: { params: { a: [{ path: '/health' }], b: [{ path: '/health' }] } },
  load: { params: { users: 2, iterations: 1, within: '300ms', request: { path: '/health' } } },
  topology: { params: { path: '/health', instance: 'json.instance', samples: 3 } },
  metrics: { params: {} },
  prometheus: { params: { queries: { up: 'up' } }, target: (address) => ({ url: `http://${address}` }) },
  redis: { params: {}, target: (address) => ({ url: new Secret(`redis://:pass-word-1@${address}/0`, 'secrets.redis') }) },
  postgres: {
    params: {},
    target: (address) => ({ url: new Secret(`postgres://user:pass-word-1@${address}/db`, 'secrets.db'), tls: 'off' }),
  },
}
const TIMEOUT_MS = 400

let server: TestServer
const open = new Set<Socket>()
beforeAll(async () => {
  server = await serveRaw((socket) => {
    open.add(socket)
    // What is not read never ends; a client that went would look like one that stayed.
    socket.resume().on('close', () => open.delete(socket))
  })
})
afterAll(() => server.close())

async function lookAt(name: string, signal?: AbortSignal): Promise<unknown> {
  const probe = await loadProbe(name)
  const look = LOOKS[name]
  if (!probe || !look) throw new Error(`no look for ${name}`)
  const address = `127.0.0.1:${server.port}`
  const target = look.target?.(address)
  const timeoutMs = signal ? 60_000 : TIMEOUT_MS
  const context = testContext<unknown>({
    origin: `${look.scheme ?? 'http'}://${address}`,
    target: target === undefined ? undefined : probe.target?.schema.parse(target),
    timeoutMs,
    ...(signal ? { signal } : {}),
  })
  try {
    const observe = await probe.load()
    return await observe(probe.params.parse(look.params), context).catch((error: unknown) => error)
  } finally {
    await context.close()
  }
}

const settled = async (): Promise<number> => {
  for (let tries = 0; tries < 40 && open.size > 0; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50))
  return open.size
}

describe.each(Object.keys(LOOKS))('%s before a server that accepts and never answers', (name) => {
  it('ends at its own deadline with a reason, and closes what it opened', async () => {
    const before = server.connections()
    const started = performance.now()
    const error = await lookAt(name)
    expect(error).toBeInstanceOf(LookError)
    expect(error).toMatchObject({ reason: 'timeout' })
    expect(performance.now() - started).toBeLessThan(3000)
    expect(server.connections()).toBeGreaterThan(before)
    expect(await settled()).toBe(0)
  })

  it('ends at once when the look is aborted, and closes what it opened', async () => {
    const abort = new AbortController()
    const looking = lookAt(name, abort.signal)
    setTimeout(() => abort.abort(new LookError('interrupted', 'Ctrl-C')), 150)
    const started = performance.now()
    const error = await looking
    expect(error).toBeInstanceOf(LookError)
    expect(error).toMatchObject({ reason: 'interrupted', again: false })
    expect(performance.now() - started).toBeLessThan(3000)
    expect(await settled()).toBe(0)
  })
})
