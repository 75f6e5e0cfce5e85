import type { Checklist } from '../checklist/model.ts'
import type { Progress } from './one-step.ts'
import { cleanUp } from './clean-up.ts'
import type { Known } from './context.ts'
import { packParams } from './pack-params.ts'
import type { Gear } from './gear.ts'
import { identify, refusalOf } from './identify.ts'
import type { JournalRecord } from './journal.ts'

/**
 * Runs the `finally` of a look for a run that could not do it itself, with that run's id, parameters and public saved
 * values. Gives what is still left behind; empty when all is undone.
 */
export async function undoRecord(record: JournalRecord, checklist: Checklist, gear: Gear): Promise<string[]> {
  const look = checklist.looks.get(record.look)
  if (look?.kind !== 'steps') return [`${checklist.id} has no steps ${record.look} any more`]
  const refused = look.effect !== 'read' && !gear.environment.allow.includes(look.effect)
  if (refused) return [`the environment ${gear.environment.name} no longer allows the effect ${look.effect}`]
  const stranger = refusalOf(gear.environment.name, await identify(gear.environment, gear))
  if (stranger) return [stranger.detail]
  const progress: Progress = {
    saved: { ...record.saved },
    steps: {},
    unread: [],
    results: [sent],
    jars: new Map(),
    withheld: new Set(),
    changed: [],
  }
  return cleanUp(look, progress, knownFor(record, checklist, gear), gear)
}

/** Stands for the steps that the killed run had sent. */
const sent = { id: 'earlier', summary: 'steps of the earlier run', durationMs: 0 }

function knownFor(record: JournalRecord, checklist: Checklist, gear: Gear): Known {
  const cannot = async () => {
    throw new Error('a clean-up cannot look at other things')
  }
  return {
    roots: () => ({
      params: record.params,
      packs: packParams(checklist, record.params).values,
      env: gear.env,
      environment: { name: record.environment },
      release: {},
      run: { id: record.run, startedAt: record.startedAt },
      now: gear.clock.now(),
    }),
    look: cannot,
    showsNumbers: () => false,
    fact: cannot,
  }
}
