import { spawn } from 'node:child_process'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { Report } from '../../../src/core/report.ts'
import { main } from '../../../fixtures/run/cli.ts'
import type { CliResult } from '../../../fixtures/run/cli.ts'
import { checklistWith } from '../../scenarios/folder.ts'
import type { Folder } from '../../scenarios/folder.ts'
import { asks, GOOD, indented, noGo, one, refused, unknown } from '../case.ts'
import type { Case, Stage } from '../case.ts'

/** Runs the built command line behind a shell; `"$@"` is the command. Its status stands in the file `status`. */
async function behind(shell: string, dir: Folder, line: readonly string[]): Promise<CliResult> {
  const child = spawn('/bin/sh', ['-c', shell, 'sh', process.execPath, main, ...line], {
    cwd: dir.path,
    env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return ended(child)
}

function ended(child: ReturnType<typeof spawn>): Promise<CliResult> {
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) child[name]?.on('data', (chunk: Buffer) => void (texts[name] += chunk.toString()))
  return new Promise((resolve, reject) =>
    child.on('error', reject).on('close', (code, signal) => resolve({ status: code ?? (signal === 'SIGKILL' ? 137 : null), ...texts })),
  )
}

const statusIn = (dir: Folder): number => Number(readFileSync(join(dir.path, 'status'), 'utf8'))

/** Starts a run and gives it this signal when the target gets the request for `path`. */
async function signalled(
  stage: Stage,
  dir: Folder,
  path: string,
  name: NodeJS.Signals,
): Promise<{ result: CliResult; url: string; requests: readonly { method: string; path: string }[] }> {
  let reached = () => {}
  const waiting = new Promise<void>((resolve) => void (reached = resolve))
  const { url, requests } = await stage.serve((request, response) => {
    if (request.path !== path) return void response.writeHead(request.method === 'POST' ? 201 : 204, { location: 'thing-7' }).end()
    return reached()
  })
  await dir.write('readiness.yaml', readFileSync(join(dir.path, 'readiness.yaml'), 'utf8').replace(stage.url, url))
  const child = spawn(process.execPath, [main, 'check', '-o', 'json:report.json'], {
    cwd: dir.path,
    env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const done = ended(child)
  await Promise.race([waiting, done])
  child.kill(name)
  return { result: await done, url, requests }
}

const interrupted = (title: string, status: number, name: NodeJS.Signals): Case => ({
  title,
  status,
  says: /interrupted/,
  scene: (stage) => ({
    items: `${asks('/hangs', 'status == 200').replace('2s', '60s')}\n${GOOD.replace('id: good', 'id: later')}\n${indented('  needs: one').slice(2)}`,
    run: async (dir) => (await signalled(stage, dir, '/hangs', name)).result,
    verify: (_, dir) => {
      const { ledger, sections, run, verdict } = JSON.parse(readFileSync(join(dir.path, 'report.json'), 'utf8')) as Report
      const items = sections.flatMap((section) => section.items)
      return [
        ledger.planned !== 2 && `${ledger.planned} items are in the report`,
        run.interrupted === undefined && 'the report does not say that it was interrupted',
        verdict === 'GO' && 'GO',
        items.some(({ outcome }) => outcome !== 'unknown') && 'an item is not unknown',
        items[0]?.unknown?.reason !== 'interrupted' && `the reason is ${items[0]?.unknown?.reason}`,
      ]
    },
  }),
})

const THING = one(`effect: data
steps:
  - { id: made, with: { method: POST, path: /things }, save: { thing: { value: "headers['location']", public: true } } }
  - { id: seen, with: { path: "/hangs" }, timeout: 60s }
finally:
  - { id: gone, with: { method: DELETE, path: "/things/\${saved.thing}" } }
expect: "steps.seen.status == 200"`)

const killed: Case = {
  title: 'kill -9 in the middle: the journal survives, and cleanup undoes what was made',
  status: 137,
  says: /undone/,
  scene: (stage) => ({
    items: THING,
    environment: 'allow: [data]',
    run: async (dir) => {
      const { result, requests } = await signalled(stage, dir, '/hangs', 'SIGKILL')
      const journal = readdirSync(join(dir.path, '.readiness', 'journal'))
      const sentBefore = requests.some(({ method }) => method === 'DELETE')
      const cleaned = await dir.run(['cleanup'])
      const undone = requests.some(({ method, path }) => method === 'DELETE' && path === '/things/thing-7')
      const left = readdirSync(join(dir.path, '.readiness', 'journal'))
      const good = journal.length === 1 && !sentBefore && undone && left.length === 0 && cleaned.status === 0
      return {
        status: result.status,
        stdout: good
          ? cleaned.stdout
          : `journal ${journal.join()}, sent before ${sentBefore}, after ${undone}, left ${left.join()}, cleanup ${cleaned.status}`,
        stderr: cleaned.stderr,
      }
    },
  }),
}

const output = (title: string, says: RegExp, make: (dir: Folder) => string): Case =>
  refused(title, says, (stage) => ({ items: GOOD, url: stage.url, run: async (dir) => dir.run(['check', '-o', make(dir)]) }))

const OUTPUTS = ['sign-off.html', 'readiness.xml', 'run.json'] as const
const INTO = ['check', '-o', 'html:sign-off.html', '-o', 'junit:readiness.xml', '--record', 'run.json']

/** A run that is a GO, then another that comes to nothing: nobody may take the files of the first for those of the second. */
const stale = (title: string, says: RegExp, spoil: (dir: Folder) => Promise<unknown>, more: readonly string[] = []): Case =>
  refused(title, says, {
    items: GOOD,
    run: async (dir) => {
      const first = await dir.run(INTO)
      if (first.status !== 0) return first
      await spoil(dir)
      return dir.run([...INTO, ...more])
    },
    verify: (_, dir) => OUTPUTS.map((file) => existsSync(join(dir.path, file)) && `the ${file} of the GO is still there`),
  })

/** Root may do what others may not; under /proc nobody makes a file. */
const IN_PROC = process.getuid?.() === 0 ? 70 : 2
const MANY = Array.from({ length: 400 }, (_, n) => GOOD.replace('id: good', `id: good-${n}`)).join('\n')

/** What happens to the process, its streams and its files. */
export const cases: readonly Case[] = [
  interrupted('Ctrl-C: a complete report, the rest interrupted', 130, 'SIGINT'),
  interrupted('SIGTERM: a complete report, the rest interrupted', 143, 'SIGTERM'),
  killed,
  stale('the report of a GO beside a checklist that no longer loads', /unknown-key|expct/, (dir) =>
    dir.write('checklist.yaml', checklistWith(GOOD.replace('expect:', 'expct:'))),
  ),
  stale('the report of a GO beside a readiness.yaml that no longer loads', /readiness\.yaml/, (dir) => dir.write('readiness.yaml', 'a: [')),
  stale('the report of a GO and a --release whose variable is not set', /--release is empty/, () => Promise.resolve(), ['--release', '']),
  stale('the report of a GO and an environment that is not there', /there is no environment/, () => Promise.resolve(), [
    '--env',
    'stagign',
  ]),
  {
    ...killed,
    title: 'kill -9 leaves no report of the run before',
    says: /^\s*$/,
    scene: (stage) => ({
      items: asks('/hangs', 'status == 200').replace('2s', '60s'),
      run: async (dir) => {
        await dir.write('report.json', '{"verdict":"GO"}')
        return (await signalled(stage, dir, '/hangs', 'SIGKILL')).result
      },
      verify: (_, dir) => [existsSync(join(dir.path, 'report.json')) && 'the report of the run before is still there'],
    }),
  },
  unknown('the deadline of the run', /interrupted.*deadline|deadline.*interrupted/, {
    items: asks('/never', 'status == 200').replace('2s', '60s'),
    args: ['--deadline', '1s'],
  }),
  unknown('F13 the deadline ends throughout before it has enough', /deadline/, {
    items: asks('/ok', 'status == 200', 'throughout: 60s'),
    args: ['--deadline', '1s'],
  }),
  unknown('the deadline cuts the wait for a limit', /interrupted/, {
    items: asks('/ok', 'status == 200', 'touches: { login: all }'),
    environment: 'limits: { login: { max: 2, per: 60s } }',
    args: ['--deadline', '1s'],
  }),
  {
    title: 'a full disk under stdout',
    status: 70,
    says: /^(?!.*internal fault).*the report \(pretty\) could not be written to stdout: the disk is full/,
    scene: { items: GOOD, run: (dir) => behind('exec "$@" > /dev/full', dir, ['check']) },
  },
  {
    title: 'F21 a report that ends in the middle, since the disk takes no more',
    status: 70,
    says: /report\.html cannot be written/,
    scene: {
      items: GOOD,
      run: (dir) => behind('ulimit -f 1; exec "$@"', dir, ['check', '-o', 'html:report.html']),
      verify: (_, dir) => [readdirSync(dir.path).some((name) => name.includes('report.html')) && 'a part of the report is there'],
    },
  },
  {
    title: 'a record that nobody can write',
    status: IN_PROC,
    says: /run\.json cannot be written/,
    scene: { items: GOOD, run: (dir) => dir.run(['check', '--record', '/proc/run.json']) },
  },
  {
    title: 'a report into a folder that nobody can write to',
    status: IN_PROC,
    says: /report\.json cannot be written/,
    scene: { items: GOOD, run: (dir) => dir.run(['check', '-o', 'json:/proc/report.json']) },
  },
  output('a report to a folder', /is a folder, not a regular file/, (dir) => (mkdirSync(join(dir.path, 'there')), 'json:there')),
  output('a report to a FIFO', /is a FIFO, not a regular file/, (dir) => (execFileSync('mkfifo', [join(dir.path, 'there')]), 'json:there')),
  output(
    'a report to a symbolic link',
    /is a symbolic link, not a regular file/,
    (dir) => (symlinkSync('checklist.yaml', join(dir.path, 'there')), 'json:there'),
  ),
  output('a report to a device', /is a device, not a regular file/, () => 'json:/dev/full'),
  output('a report into a folder that is not there', /does not exist/, () => 'json:nowhere/report.json'),
  noGo('stdout is closed', /^/, { items: asks('/bad', 'status == 200'), run: (dir) => behind('exec "$@" >&-', dir, ['check']) }),
  noGo('F1 a reader that takes one line', /^\s*<\?xml/, {
    items: asks('/bad', 'status == 200'),
    run: async (dir) => ({
      ...(await behind('{ "$@"; echo $? > status; } | head -1', dir, ['check', '-f', 'junit'])),
      status: statusIn(dir),
    }),
  }),
  {
    title: 'a reader that went away before a long report came',
    status: 70,
    says: /^(?!.*internal fault).*the report \(pretty\) could not be written to stdout: nobody reads it/,
    scene: {
      items: MANY,
      run: async (dir) => ({ ...(await behind('{ "$@"; echo $? > status; } | true', dir, ['check', '-v'])), status: statusIn(dir) }),
    },
  },
]
