import { fails, harmless, refused, unknown } from '../row.ts'
import type { Expect, Row, Setup } from '../row.ts'

const log = (id: string, title: string, lines: string | Uint8Array, item: string, expect: Expect, more: Partial<Setup> = {}): Row => ({
  id,
  title,
  expect,
  setup: () => ({ environment: 'targets: { app: { kind: logs, file: app.log } }', item, files: { 'app.log': lines }, ...more }),
})

const recent = () => new Date(Date.now() - 30_000).toISOString()
const none = 'probe: logs\nwith: { since: 1h, contains: ERROR }\nenough: "looked > 0"\nexpect: "matched == 0"'
const first = 'probe: logs\nexpect: "lines[0].text == \'all is well\'"'

/** Log files that are too long, too old, or written by the enemy. */
export const rows: readonly Row[] = [
  log(
    'L01',
    'a line of 100 MB that might match',
    Buffer.alloc(100_000_000, 120),
    'probe: logs\nwith: { contains: ERROR }\ntimeout: 5s\nexpect: "matched == 0"',
    unknown('insufficient', /longer than 64 KiB/),
    { deadlineMs: 5000 },
  ),
  log(
    'L02',
    'a pattern that takes V8 for ever',
    `${'a'.repeat(40)}!\n`,
    'probe: logs\nexpect: "lines.all(l, !l.text.matches(\'^(a+)+$\'))"',
    harmless,
  ),
  ...['(?<=a)b', '(a)\\\\1'].map((pattern): Row =>
    log(
      'L03',
      `the pattern ${pattern}`,
      'a\n',
      `probe: logs\nexpect: "lines.all(l, l.text.matches('${pattern.replaceAll('\\', '\\\\')}'))"`,
      refused(/invalid-regex|unexpected|expression/),
    ),
  ),
  log(
    'L04',
    'a pattern over ten megabytes',
    `${'x'.repeat(60_000)}\n`.repeat(120),
    'probe: logs\ntimeout: 5s\nexpect: "lines.exists(l, l.text.matches(\'(x+x+)+y\'))"',
    { status: 1, outcome: 'fail', says: /./ },
    { deadlineMs: 5000 },
  ),
  log('L05', 'a log without a line', '', none, unknown('insufficient', /looked|enough|nothing|0/)),
  log('L05', 'lines that are all older than the window', '2020-01-01T00:00:00Z start\n', none, unknown('insufficient', /looked|enough|0/)),
  {
    id: 'L05',
    title: 'a log that is not there',
    expect: unknown('unreachable', /there is no/),
    setup: () => ({ environment: 'targets: { app: { kind: logs, file: nowhere.log } }', item: none }),
  },
  {
    id: 'L05',
    title: 'a log that is a FIFO',
    expect: unknown('unsupported', /regular file/),
    setup: () => ({ environment: 'targets: { app: { kind: logs, file: pipe } }', item: none, launch: { shell: 'mkfifo pipe; exec "$@"' } }),
  },
  log('L06', 'lines without a time', 'start\nERROR\n', none, unknown('insufficient', /no times with a zone/)),
  log('L06', 'times without a zone', '2026-11-21 10:00:00 ERROR\n', none, unknown('insufficient', /no times with a zone/)),
  log(
    'L08',
    'ANSI, and a line that draws over another',
    `${recent()} ok \u001b[2J\u001b[1A\rGO all is well\u0007\n`,
    first,
    fails(/u\{1b\}|u001b/),
    {
      verify: ({ outputs }) => [
        Object.values(outputs).some((text) => /[\u001b\u0007]/.test(text)) && 'a raw control character reached an output',
      ],
    },
  ),
  {
    id: 'L09',
    title: 'the token in a line of the log',
    expect: fails(/\[secret:/),
    setup: ({ canary }) => ({
      environment: 'targets: { app: { kind: logs, file: app.log } }',
      item: first,
      files: { 'app.log': `auth with ${canary} and ${Buffer.from(canary).toString('base64')}\n` },
    }),
  },
  log(
    'L10',
    'more lines than are kept',
    'ERROR\n'.repeat(3000),
    'probe: logs\nexpect: "lines.all(l, l.text == \'ERROR\')"',
    unknown('insufficient', /3000 lines match, more than/),
  ),
]
