import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Between SIGTERM and SIGKILL. */
const GRACE_MS = 200

type Ended = Pick<ChildProcess, 'pid' | 'exitCode' | 'signalCode' | 'stdin' | 'stdout' | 'stderr' | 'once' | 'kill'>

/**
 * Ends a program with everything it started: its process group by SIGTERM, 200 ms later by SIGKILL, then whoever left the group
 * but kept the cookie in its environment. What clears its environment and becomes a daemon escapes; only a namespace would hold it.
 */
export async function terminate(child: Ended, cookie: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    signal(child, 'SIGTERM')
    await exitOrGrace(child)
  }
  signal(child, 'SIGKILL')
  child.stdin?.destroy()
  child.stdout?.destroy()
  child.stderr?.destroy()
  sweep(cookie)
}

/** Kills every process whose environment holds the cookie; a kill may race with a fork, hence the rounds. Linux only. */
export function sweep(cookie: string): void {
  if (process.platform !== 'linux') return
  for (let round = 0; round < 5; round += 1) {
    const found = processesWith(cookie)
    if (found.length === 0) return
    for (const pid of found) kill(pid, 'SIGKILL')
  }
}

function processesWith(cookie: string): number[] {
  const entry = `${cookie}\0`
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return pid !== process.pid && `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}\0`.includes(`\0${entry}`)
      } catch {
        return false
      }
    })
}

function exitOrGrace(child: Ended): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GRACE_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function signal(child: Ended, name: NodeJS.Signals): void {
  if (child.pid === undefined) return
  if (process.platform === 'win32') child.kill(name)
  else kill(-child.pid, name)
}

// The process may be gone, or belong to somebody else by now.
function kill(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {}
}
