import { configOf } from '../stage.ts'
import type { Zone } from '../dns-server.ts'
import { asking, serveDns } from '../dns-server.ts'
import { harmless, unknown } from '../row.ts'
import type { Expect, Row } from '../row.ts'
import { JSON_OK, STATUS } from '../servers.ts'

/** A name that this zone answers for; the port is that of the healthy server. */
const name = (id: string, title: string, zone: Zone, expect: Expect, item = STATUS): Row => ({
  id,
  title,
  expect,
  setup: async (stage) => ({
    ...asking(stage, await serveDns(stage, zone)),
    origin: `http://service.example.test:${stage.good.port}`,
    item,
  }),
})

const code =
  (value: number): Zone =>
  () => ({ code: value, addresses: [] })

/** Name servers that do not answer, or answer oddly. */
export const rows: readonly Row[] = [
  name('N01', 'a name server that says nothing', () => 'silent', unknown('timeout', /name service\.example\.test was not resolved/)),
  {
    id: 'N02',
    title: 'eight names at a silent name server, then the end',
    expect: { status: 3, outcome: 'unknown', reason: 'timeout', says: /not resolved/ },
    setup: async (stage) => {
      const origins = Array.from({ length: 8 }, (_, i) => `o${i}: "http://o${i}.example.test:${stage.good.port}"`).join(', ')
      const asked = asking(stage, await serveDns(stage, () => 'silent'))
      const items = Array.from(
        { length: 8 },
        (_, i) =>
          `  - { id: victim.n${i}, title: Name ${i}, probe: http, target: o${i}, with: { path: / }, timeout: 1s, retry: 0, expect: "status == 200" }`,
      )
      return {
        ...asked,
        config: configOf({}, stage).replace(' target: "', () => ` ${origins}, target: "`),
        item: `all:\n${items.join('\n')}`,
      }
    },
  },
  name('N04', 'NXDOMAIN', code(3), unknown('unreachable', /does not exist/)),
  name('N04', 'SERVFAIL', code(2), unknown('unreachable', /not resolved \(DNS: ESERVFAIL\)/)),
  name('N04', 'REFUSED', code(5), unknown('unreachable', /not resolved \(DNS: EREFUSED\)/)),
  name('N04', 'a name without an address', code(0), unknown('unreachable', /has no address/)),
  name(
    'N10',
    'an IPv6 address that leads nowhere beside an IPv4 one that works',
    (_, type) => ({ code: 0, addresses: type === 'A' ? ['127.0.0.1'] : ['100::1'] }),
    harmless,
    JSON_OK,
  ),
]
