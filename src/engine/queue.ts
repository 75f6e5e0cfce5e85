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

interface Waiting {
  readonly rank: number
  readonly start: () => void
}

/** Reads and sessions overlap; what changes data runs alone, so that no look sees another one's half-done work. */
const isAlone = (effect: Effect): boolean => effect !== 'read' && effect !== 'session'

/**
 * Orders looks (design section 6): among what is ready reads first, then effects in the order of `EFFECTS`, at most
 * `concurrency` at a time, and a look that changes data alone.
 */
export function createQueue(concurrency: number): Queue {
  const lines = EFFECTS.map((effect) => ({ effect, waiting: [] as Waiting[] }))
  const reads = lines.find(({ effect }) => effect === 'read') ?? { waiting: [] }
  let pumping = false
  let running = 0
  let alone = false

  const next = (): (() => void) | undefined => {
    const line = lines.find(({ waiting }) => waiting.length > 0)
    if (!line || alone || running >= concurrency || (isAlone(line.effect) && running > 0)) return undefined
    alone = isAlone(line.effect)
    return line.waiting.shift()?.start
  }

  // One in each round of the event loop: requests that went out together would be answered together, and each answer wait
  // until all others are read.
  const pump = () => {
    pumping = false
    const start = next()
    if (!start) return
    running += 1
    start()
    pumpSoon()
  }

  const pumpSoon = () => {
    if (!pumping) setImmediate(pump)
    pumping = true
  }

  /** Ends a turn, then hands on what came of it. */
  const end = (handOn: () => void) => {
    running -= 1
    alone = false
    // A waiting read goes out before this answer is judged: fifty answers that come at once would else hold back fifty
    // requests. A request is written in the next round of the event loop, so the answer is handed on in the one after it.
    // Else: items that the ended look settles may bring new reads, and they get their turn before the next effect.
    if (reads.waiting.length > 0) {
      pump()
      setImmediate(() => setImmediate(handOn))
    } else {
      handOn()
      pumpSoon()
    }
  }

  return {
    run: (turn, task) =>
      new Promise((resolve, reject) => {
        const line = lines.find(({ effect }) => effect === turn.effect)
        if (line) stepIn(line.waiting, { rank: turn.rank, start: () => settled(task, resolve, reject, end) })
        pumpSoon()
      }),
  }
}

/** A throw before the first await is a rejection like any other, or the queue would stand still. */
const started = async <T>(task: () => Promise<T>): Promise<T> => task()

function settled<T>(
  task: () => Promise<T>,
  resolve: (value: T) => void,
  reject: (error: unknown) => void,
  end: (handOn: () => void) => void,
): void {
  started(task).then(
    (value) => end(() => resolve(value)),
    (error: unknown) => end(() => reject(error)),
  )
}

/** Behind those of the same rank; most come in the order of their ranks, so the search begins at the end. */
function stepIn(waiting: Waiting[], one: Waiting): void {
  let at = waiting.length
  while (at > 0 && (waiting[at - 1]?.rank ?? 0) > one.rank) at -= 1
  waiting.splice(at, 0, one)
}
