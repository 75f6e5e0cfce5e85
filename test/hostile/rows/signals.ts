import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Expect, Row } from '../row.ts'
import { JSON_OK, raw, STATUS } from '../servers.ts'

/** A look that hangs, and signals that come as soon as the server was asked. */
const signalled = (id: string, title: string, signals: readonly NodeJS.Signals[], expect: Expect, wall = 3000): Row => ({
  id,
  title,
  expect,
  setup: async (stage) => {
    let asked: () => void = () => {}
    const began = new Promise<void>((resolve) => {
      asked = resolve
    })
    const server = await raw(stage, (socket) => void socket.once('data', asked))
    let at = 0
    const beside = async (child: ChildProcess) => {
      await began
      await sleep(150)
      at = performance.now()
      for (const signal of signals) {
        child.kill(signal)
        await sleep(10)
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      at = performance.now() - at
    }
    return {
      origin: server.url,
      item: `${STATUS}\ntimeout: 30s`,
      deadlineMs: 5000,
      launch: { beside },
      verify: () => [at > wall && `U1 it took ${Math.round(at)} ms from the signal to the end`],
    }
  },
})

const interrupted = (status: number, name: string): Expect => ({
  status,
  outcome: 'unknown',
  reason: 'interrupted',
  says: new RegExp(name),
})

/** Signals, deadlines of the whole run, and a loop that drains. */
export const rows: readonly Row[] = [
  signalled('G01', 'Ctrl-C once', ['SIGINT'], interrupted(130, 'SIGINT')),
  signalled('G02', 'Ctrl-C twice', ['SIGINT', 'SIGINT'], { status: 130, says: /^/, reports: false }),
  signalled('G03', 'SIGTERM', ['SIGTERM'], interrupted(143, 'SIGTERM')),
  signalled('G04', 'SIGHUP', ['SIGHUP'], interrupted(129, 'SIGHUP')),
  {
    id: 'G08',
    title: 'a promise that never settles',
    expect: { status: 70, says: /^/, reports: false },
    setup: () => ({
      // Every timer is taken away, so that the look under test and the run can never go on.
      item: JSON_OK,
      files: {
        'drain.mjs':
          'import net from "node:net"\nimport { syncBuiltinESMExports } from "node:module"\nnet.connect = () => ({ on() { return this }, once() { return this }, off() { return this }, destroy() {} })\nsyncBuiltinESMExports()\nglobalThis.setTimeout = () => ({ unref() {}, ref() {} })\nglobalThis.setInterval = () => ({ unref() {}, ref() {} })\n',
      },
      env: { NODE_OPTIONS: '--import ./drain.mjs' },
      args: ['-o', 'json:report.json'],
    }),
  },
  {
    id: 'G13',
    title: 'the deadline of the run',
    expect: { status: 3, outcome: 'unknown', reason: 'interrupted', says: /deadline|1\.0 s|1s/ },
    setup: async (stage) => ({
      origin: (await raw(stage, () => {})).url,
      item: `${STATUS}\ntimeout: 30s`,
      args: ['--deadline', '1s'],
      deadlineMs: 1500,
    }),
  },
]
