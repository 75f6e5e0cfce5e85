import { EFFECTS, type Effect } from '../core/effect.ts'

/** Where a look stands in line: its effect first, then its rank (smaller first). */
export interface Turn {
  readonly effect: Effect
  readonly rank: number
}

export interface Queue {
  /** Runs the task when its turn comes; the task must not wait for another task of the queue. */
  run<T>(turn: Turn, task: () => Promise<T>): Promise<T>
}

interface Waiting extends Turn {
  readonly start: () => void
}

/** Reads and sessions overlap; what changes data runs alone, so that no look sees another one's half-done work. */
const isAlone = (effect: Effect): boolean => effect !== 'read' && effect !== 'session'

/**
 * Orders looks (design section 6): among what is ready reads first, then effects in the order of `EFFECTS`, at most
 * `concurrency` at a time, and a look that changes data alone.
 */
export function createQueue(concurrency: number): Queue {
  const waiting: Waiting[] = []
  let running = 0
  let alone = false

  const next = (): Waiting | undefined => {
    if (alone || running >= concurrency || waiting.length === 0) return undefined
    const best = waiting.reduce((a, b) => (before(b, a) ? b : a))
    if (isAlone(best.effect) && running > 0) return undefined
    waiting.splice(waiting.indexOf(best), 1)
    return best
  }

  const pump = () => {
    for (let turn = next(); turn; turn = next()) {
      running += 1
      alone = isAlone(turn.effect)
      turn.start()
    }
  }

  const end = () => {
    running -= 1
    alone = false
    // Items that the ended look settles may bring new reads: they get their turn before the next effect.
    setImmediate(pump)
  }

  return {
    run: (turn, task) =>
      new Promise((resolve, reject) => {
        waiting.push({ ...turn, start: () => void started(task).then(resolve, reject).finally(end) })
        setImmediate(pump)
      }),
  }
}

/** A throw before the first await is a rejection like any other, or the queue would stand still. */
const started = async <T>(task: () => Promise<T>): Promise<T> => task()

function before(a: Turn, b: Turn): boolean {
  const byEffect = EFFECTS.indexOf(a.effect) - EFFECTS.indexOf(b.effect)
  return byEffect !== 0 ? byEffect < 0 : a.rank < b.rank
}
