import type { Unread } from '../core/unread.ts'
import { LookError } from '../core/look-error.ts'
import type { Seen } from '../probes/contract.ts'
import { asLookError, withDeadline } from './deadline.ts'
import { learn, type Gear } from './gear.ts'
import type { Prepared } from './prepare.ts'

/** One attempt as it came from the target: not redacted, checked against the probe's shape. Throws LookError only. */
export async function attempt(prepared: Prepared, gear: Gear, run: AbortSignal): Promise<Seen> {
  const { observe, timeoutMs } = prepared
  const seen = await withDeadline(timeoutMs, run, (signal) =>
    observe(prepared.params, {
      target: prepared.target,
      ...(prepared.origin === undefined ? {} : { origin: prepared.origin }),
      http: prepared.client,
      commands: gear.commands,
      allowExec: gear.options.allowExec,
      ...(gear.ca === undefined ? {} : { ca: gear.ca }),
      baseDir: gear.baseDir,
      signal,
      timeoutMs,
      now: gear.clock.now,
      run: { id: gear.info.id, startedAt: gear.info.startedAt },
      learn: (value, name) => learn(gear, value, name),
    }),
  )
  checkShape(prepared, seen)
  return seen
}

/** A probe that gives another shape than it declares is a fault of the probe, never a pass. */
function checkShape({ probe }: Prepared, seen: Seen | undefined): void {
  const parsed = probe.observation.safeParse(seen?.observation)
  if (parsed.success) return
  const issue = parsed.error.issues.find(({ path }) => !isUnread(path, seen?.unread ?? []))
  if (issue)
    throw new LookError(
      'internal',
      `the probe ${probe.name} gave another shape than it declares: ${issue.path.map(String).join('.')}: ${issue.message}`,
    )
}

const isUnread = (path: readonly PropertyKey[], unread: readonly Unread[]): boolean =>
  unread.some((part) => part.path.every((key, index) => path[index] === undefined || path[index] === key))

/** Attempts until one sees something: only failures that may pass are tried again, a clean no never is. */
export async function attempts(
  prepared: Prepared,
  retries: number,
  gear: Gear,
  run: AbortSignal,
): Promise<{ seen: Seen; count: number } | { error: LookError; count: number }> {
  for (let count = 1; ; count += 1) {
    try {
      return { seen: await attempt(prepared, gear, run), count }
    } catch (error) {
      const known = asLookError(error)
      if (!known.again || count > retries || run.aborted) return { error: known, count }
      await gear.clock.sleep(RETRY_PAUSE_MS, run)
    }
  }
}

const RETRY_PAUSE_MS = 250
