import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { harmless, refused, type Expect, type Row, type Setup, type Stage } from '../row.ts'
import { answer, JSON_OK, raw, STATUS, whole } from '../servers.ts'

const big = Array.from({ length: 60 }, (_, i) => `  - "headers['x-${i}'] == '${'y'.repeat(200)}'"`).join('\n')
/** Nothing on disk and no verdict: the status says so, and one sentence. */
const undelivered = (says: RegExp): Expect => ({ status: 70, says, reports: false })
const refusedPath = (
  id: string,
  title: string,
  make: (stage: Stage) => string,
  says: RegExp,
  verify?: (stage: Stage) => Setup['verify'],
): Row => ({
  id,
  title,
  expect: { ...refused(says), place: false },
  setup: (stage) => {
    const check = verify?.(stage)
    return { args: ['-o', `json:${make(stage)}`], ...(check === undefined ? {} : { verify: check }) }
  },
})

/** Where reports go: pipes that end, disks that are full, paths that are no files. */
export const rows: readonly Row[] = [
  {
    id: 'O17',
    title: 'more on stdout than a pipe holds',
    expect: { status: 1, outcome: 'fail', says: /./ },
    setup: async (stage) => ({
      origin: (await raw(stage, answer(whole('{"ok":true}')))).url,
      item: `probe: http\nwith: { path: / }\nexpect:\n${big}`,
      args: [
        '-f',
        'json',
        '-o',
        'json:report.json',
        '-o',
        'junit:report.xml',
        '-o',
        'html:report.html',
        '-o',
        'markdown:report.md',
        '--record',
        'run.json',
        '--verbose',
      ],
      verify: ({ stdout, outputs }) => [
        stdout.trim() !== outputs['report.json']?.trim() && `${stdout.length} bytes came of ${outputs['report.json']?.length}`,
      ],
    }),
  },
  {
    id: 'O18',
    title: 'a reader that goes away after the first bytes',
    expect: { ...harmless, says: /./ },
    setup: () => ({ item: JSON_OK, launch: { stdout: 'head' } }),
  },
  {
    id: 'O19',
    title: 'stdout on a full disk',
    expect: undelivered(/stdout: the disk is full; no verdict was delivered/),
    setup: () => ({ item: JSON_OK, launch: { stdout: 'full' }, args: ['-f', 'pretty', '-o', 'json:report.json'] }),
  },
  // Node opens /dev/null in the place of a closed stdout; the files are the report.
  {
    id: 'O20',
    title: 'stdout that is closed, with reports in files',
    expect: harmless,
    setup: () => ({ item: JSON_OK, launch: { shell: 'exec "$@" >&-' } }),
  },
  refusedPath(
    'O21',
    'a report into a folder',
    ({ folder }) => {
      mkdirSync(join(folder, 'out'))
      return 'out'
    },
    /it is a folder/,
  ),
  refusedPath(
    'O21',
    'a report over a symbolic link',
    ({ folder }) => {
      writeFileSync(join(folder, 'victim.txt'), 'precious')
      symlinkSync('victim.txt', join(folder, 'link'))
      return 'link'
    },
    /it is a symbolic link/,
    ({ folder }) =>
      () => [readFileSync(join(folder, 'victim.txt'), 'utf8') !== 'precious' && 'the target of the link was written'],
  ),
  refusedPath('O21', 'a report into a device', () => '/dev/null', /it is a device/),
  refusedPath('O21', 'a name that is too long', () => 'x'.repeat(300), /name is too long/),
  refusedPath('O21', 'a folder that there is not', () => 'nowhere/report.json', /does not exist/),
  {
    id: 'O21',
    title: 'a report into a FIFO',
    expect: { ...refused(/it is a FIFO/), place: false },
    setup: () => ({ args: ['-o', 'json:pipe'], launch: { shell: 'mkfifo pipe; exec "$@"' } }),
  },
  {
    id: 'O22',
    title: 'a disk that is full half way',
    expect: undelivered(/no verdict was delivered/),
    setup: ({ folder }) => ({
      // A limit on the size of files (in blocks of 512 bytes) fails the write as a full disk does.
      item: `${STATUS}`,
      args: ['-o', 'html:report.html'],
      files: { 'report.html': 'the old report' },
      launch: { shell: 'trap "" XFSZ; ulimit -f 4; exec "$@"' },
      verify: () => [
        existsSync(join(folder, 'report.html')) && 'there is half a report, or one of another run',
        readFileSync(join(folder, '.report.html.earlier'), 'utf8') !== 'the old report' && 'the old report is gone',
      ],
    }),
  },
  {
    id: 'O23',
    title: 'reports under an open umask',
    expect: harmless,
    setup: ({ folder }) => ({
      item: JSON_OK,
      launch: { shell: 'umask 000; exec "$@"' },
      verify: () =>
        ['report.json', 'report.xml', 'report.html', 'run.json'].map(
          (name) => existsSync(join(folder, name)) && (statSync(join(folder, name)).mode & 0o077) !== 0 && `others may read ${name}`,
        ),
    }),
  },
]
