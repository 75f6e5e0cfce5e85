import { LookError } from '../core/look-error.ts'
import type { Touches } from '../looks/model.ts'
import type { Clock } from './clock.ts'

/** What the environment allows of one label: `max` uses within any window of `perMs`. */
export interface LimitRule {
  readonly max: number
  readonly perMs: number
}

export interface Limits {
  /** Waits for room, then keeps every label of the look to itself until the returned function is called. */
  reserve(touches: Touches, signal: AbortSignal, onWait: (label: string, ms: number) => void): Promise<() => void>
}

/**
 * The budgets of a run (design section 6). Looks that share a label never overlap. A look that takes `all` first waits
 * one full period, so that neither this run nor an earlier one disturbs what it measures: without a limit nobody knows how long that is.
 */
export function createLimits(rules: ReadonlyMap<string, LimitRule>, clock: Clock): Limits {
  const started = clock.monotonic()
  const locks = new Map<string, Promise<void>>()
  const uses = new Map<string, { at: number; count: number }[]>()

  const waitMs = (label: string, rule: LimitRule, wanted: number | 'all'): number => {
    const now = clock.monotonic()
    const recent = (uses.get(label) ?? []).filter(({ at }) => at > now - rule.perMs)
    uses.set(label, recent)
    if (wanted === 'all') return Math.max(0, (recent.at(-1)?.at ?? started) + rule.perMs - now)
    let free = rule.max - recent.reduce((sum, { count }) => sum + count, 0)
    if (free >= wanted) return 0
    for (const use of recent) {
      free += use.count
      if (free >= wanted) return use.at + rule.perMs - now
    }
    return rule.perMs
  }

  return {
    async reserve(touches, signal, onWait) {
      const labels = Object.keys(touches).sort()
      const unlock = await lockAll(locks, labels)
      try {
        for (const label of labels) {
          const rule = rules.get(label)
          const wanted = touches[label]
          if (!rule && wanted === 'all')
            throw new LookError('unconfigured', `it measures the limit ${label}, and the environment has no \`limits:\` entry for it`)
          if (!rule || wanted === undefined) continue
          if (wanted !== 'all' && wanted > rule.max)
            throw new LookError('refused', `it uses ${wanted} of the limit ${label}, which allows ${rule.max}`)
          const ms = waitMs(label, rule, wanted)
          if (ms <= 0) continue
          onWait(label, ms)
          await clock.sleep(ms, signal)
          if (signal.aborted) throw new LookError('interrupted', `the run ended while it waited for the limit ${label}`)
        }
      } catch (error) {
        unlock()
        throw error
      }
      return () => {
        for (const label of labels) book(uses, label, touches[label] ?? 0, rules.get(label)?.max ?? 0, clock.monotonic())
        unlock()
      }
    },
  }
}

function book(uses: Map<string, { at: number; count: number }[]>, label: string, wanted: number | 'all', max: number, at: number): void {
  uses.set(label, [...(uses.get(label) ?? []), { at, count: wanted === 'all' ? max : wanted }])
}

/** Takes the locks in one fixed order, so that two looks never wait for each other. */
async function lockAll(locks: Map<string, Promise<void>>, labels: readonly string[]): Promise<() => void> {
  const releases: (() => void)[] = []
  for (const label of labels) releases.push(await lock(locks, label))
  return () => {
    for (const release of releases) release()
  }
}

function lock(locks: Map<string, Promise<void>>, label: string): Promise<() => void> {
  const before = locks.get(label) ?? Promise.resolve()
  let release: () => void = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  locks.set(
    label,
    before.then(() => held),
  )
  return before.then(() => release)
}
