import { createSocket } from 'node:dgram'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { LookError } from '../../core/look-error.ts'
import { withDeadline } from '../deadline.ts'
import { candidates, knownAddresses } from './hosts.ts'
import { lookup } from './lookup.ts'

const signal = new AbortController().signal

it('waits for a silent DNS server no longer than the deadline', async () => {
  const silent = createSocket('udp4')
  await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve))
  const started = performance.now()
  let asked: Promise<unknown> = Promise.resolve()
  const error = await withDeadline({ signal, timeoutMs: 300, what: 'no answer' }, (deadline) => {
    const looked = lookup('a.silent.test', deadline, { servers: [`127.0.0.1:${silent.address().port}`] })
    asked = looked.catch(() => {})
    return looked
  }).catch((each: unknown) => each)
  expect(error).toBeInstanceOf(LookError)
  // Nothing of it goes on in the background, where it would keep the process from ending.
  await asked
  silent.close()
  expect(performance.now() - started).toBeLessThan(3000)
})

it('resolves localhost without asking anybody', async () => {
  const addresses = await withDeadline({ signal, timeoutMs: 1000, what: 'no answer' }, (deadline) =>
    lookup('localhost', deadline, { servers: ['127.0.0.1:9'] }),
  )
  expect(addresses.map(({ address }) => address)).toEqual(expect.arrayContaining(['127.0.0.1', '::1']))
  expect(knownAddresses('app.localhost')).toEqual([
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ])
})

it('reads the hosts file and the search list', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hosts-'))
  const hosts = join(folder, 'hosts')
  const resolv = join(folder, 'resolv.conf')
  writeFileSync(hosts, '10.1.2.3 db.test DB # comment db2\n::5 db.test\nnonsense db.test\n')
  writeFileSync(resolv, 'search ns.svc.cluster.local svc.cluster.local\noptions timeout:1 ndots:5\n')
  expect(knownAddresses('DB.test.', hosts)).toEqual([
    { address: '10.1.2.3', family: 4 },
    { address: '::5', family: 6 },
  ])
  expect(knownAddresses('db2', hosts)).toEqual([])
  expect(candidates('prometheus.monitoring', resolv)).toEqual([
    'prometheus.monitoring.ns.svc.cluster.local',
    'prometheus.monitoring.svc.cluster.local',
    'prometheus.monitoring',
  ])
  expect(candidates('example.com', join(folder, 'none'))).toEqual(['example.com'])
  rmSync(folder, { recursive: true })
})
