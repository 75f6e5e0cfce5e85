import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Report } from '../../src/core/report.ts'
import { main } from '../../fixtures/run/cli.ts'
import { serve } from '../support/server.ts'
import type { Launch, Row, Run, Setup, Stage } from './row.ts'

/** Sets a row up, runs the built command line once, and takes everything away again; `judge` sees it while the stage stands. */
export async function play<T>(row: Row, judge: (run: Run, setup: Setup, stage: Stage) => T): Promise<Awaited<T>> {
  const closing: (() => unknown)[] = []
  const folder = mkdtempSync(join(tmpdir(), 'readiness-hostile-'))
  const good = await serve((_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'))
  const stage: Stage = { folder, good, canary: `cnry${randomBytes(14).toString('hex')}`, atEnd: (close) => void closing.push(close) }
  try {
    const setup = await row.setup(stage)
    for (const [name, content] of Object.entries(filesOf(setup, stage))) writeFileSync(join(folder, name), content)
    return await judge(await launched(setup, stage), setup, stage)
  } finally {
    for (const close of closing.reverse()) await close()
    await good.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function filesOf(setup: Setup, stage: Stage): Record<string, string | Uint8Array> {
  return {
    'checklist.yaml': setup.checklist ?? checklistOf(setup.item ?? HTTP_ITEM),
    'readiness.yaml': setup.config ?? configOf(setup, stage),
    ...setup.files,
  }
}

const HTTP_ITEM = 'probe: http\nwith: { path: / }\nexpect: "status == 200"'

/** A checklist of the item under test and a healthy one; the item brings its own timeout and retry where it wants others. */
export function checklistOf(item: string): string {
  const own = [
    ...(/^(?:timeout|steps|all|attest):/m.test(item) ? [] : ['timeout: 1s']),
    ...(/^(?:retry|effect: (?!read)|steps|throughout|all|attest)/m.test(item) ? [] : ['retry: 0']),
  ]
  const body = [...own, ...item.split('\n')].map((line) => `        ${line}`).join('\n')
  return `readiness: 1
id: hostile
title: Hostile
gate: { critical: 100% }
sections:
  - title: Both
    items:
      - id: victim
        title: Looks at what is hostile
        severity: critical
${body}
      - id: healthy
        title: Looks at what is well
        severity: critical
        probe: http
        target: good
        with: { path: / }
        expect: "status == 200 && json.ok == true"
`
}

/** A readiness.yaml whose default origin is hostile; the canary is the token of its default identity. */
export function configOf({ origin, environment = '', secrets = '' }: Setup, { good }: Stage): string {
  const more = environment
    .split('\n')
    .map((line) => `    ${line}\n`)
    .join('')
  return `readiness: 1
checklists: [checklist.yaml]
environments:
  test:
    origins: { target: "${origin ?? good.url}", good: "${good.url}" }
    secrets: { canary: { env: CANARY }${secrets === '' ? '' : `, ${secrets}`} }
    identities: { canary: { bearer: "\${secrets.canary}" } }
${more}`
}

const OUTPUTS = ['report.json', 'report.xml', 'report.html', 'report.md', 'run.json'] as const

async function launched(setup: Setup, stage: Stage): Promise<Run> {
  const outputs = setup.args?.includes('-o')
    ? []
    : ['-o', 'json:report.json', '-o', 'junit:report.xml', '-o', 'html:report.html', '-o', 'markdown:report.md', '--record', 'run.json']
  const args = [main, 'check', ...outputs, ...(setup.args ?? [])]
  const env = { PATH: process.env.PATH ?? '', HOME: stage.folder, LANG: 'C.UTF-8', CANARY: stage.canary, ...setup.env }
  const started = performance.now()
  const child = start(args, env, stage.folder, setup.launch ?? {})
  const beside = setup.launch?.beside?.(child)
  const watch = watchMemory(child)
  const [out, err] = [collected(child, 'stdout', setup.launch?.stdout === 'head'), collected(child, 'stderr', false)]
  const stuck = setTimeout(() => child.kill('SIGKILL'), (setup.deadlineMs ?? 1000) + 20_000)
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearTimeout(stuck)
  const wallMs = performance.now() - started
  await beside
  const written = Object.fromEntries(
    OUTPUTS.filter((name) => existsSync(join(stage.folder, name))).map((name) => [name, readFileSync(join(stage.folder, name), 'utf8')]),
  )
  const report = parsed(written['report.json'])
  const junit = written['report.xml']
  return {
    status,
    wallMs,
    stdout: out(),
    stderr: err(),
    rssMiB: watch(),
    outputs: { ...written, stdout: out(), stderr: err() },
    ...(report === undefined ? {} : { report }),
    ...(junit === undefined ? {} : { junit }),
  }
}

/** A session of its own, so that whatever it leaves behind can be found. */
function start(args: readonly string[], env: Record<string, string>, cwd: string, { shell, stdout }: Launch): ChildProcess {
  const full = stdout === 'full' ? openSync('/dev/full', 'w') : undefined
  const [command, words] =
    shell === undefined ? ([process.execPath, args] as const) : (['/bin/sh', ['-c', shell, 'sh', process.execPath, ...args]] as const)
  const child = spawn(command, words, { cwd, env, detached: true, stdio: ['ignore', full ?? 'pipe', 'pipe'] })
  if (full !== undefined) closeSync(full)
  return child
}

function collected(child: ChildProcess, name: 'stdout' | 'stderr', leaves: boolean): () => string {
  const chunks: Buffer[] = []
  child[name]?.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    if (leaves) child[name]?.destroy()
  })
  return () => Buffer.concat(chunks).toString()
}

/** The kernel's own high-water mark, read until the process is gone. */
function watchMemory(child: ChildProcess): () => number {
  let peak = 0
  const read = () => {
    try {
      peak = Math.max(peak, Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8'))?.[1] ?? 0))
    } catch {}
  }
  const timer = setInterval(read, 20)
  child.once('exit', () => clearInterval(timer))
  return () => peak / 1024
}

function parsed(text: string | undefined): Report | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Report)
  } catch {
    return undefined
  }
}
