import type { Checklist } from '../checklist/model.ts'
import type { Report } from '../core/report.ts'
import type { Effect } from '../core/effect.ts'
import type { Environment } from '../config/model.ts'
import type { Recording } from './record.ts'
import { reportOf } from './report.ts'
import { runPlan } from './run.ts'
import type { Looked, LookSource, Plan, WordOf } from './types.ts'

/** Judges a recorded run again; with the recorded checklists the verdict is the same, with edited ones it is theirs. */
export async function replay(recording: Recording, checklists: readonly Checklist[], version: string, wordOf: WordOf): Promise<Report> {
  const { report } = recording
  const plan = planOf(recording, checklists)
  const info = {
    id: report.run.id,
    startedAt: new Date(report.run.startedAt),
    version,
    command: report.run.command,
    ...(recording.release === undefined ? {} : { release: recording.release }),
  }
  const ran = await runPlan({
    plan,
    info,
    wordOf,
    env: recording.env,
    release: () => (recording.running === undefined ? report.release : { ...report.release, running: recording.running }),
    listen: () => {},
    showsNumbers: () => recording.showsNumbers === true,
    source: () => recordedSource(recording),
  })
  return reportOf(plan, info, ran, {
    finishedAt: new Date(report.run.finishedAt),
    durationMs: report.run.durationMs,
    release: report.release,
    identified: report.environment.identified,
    notes: report.notes,
    ...(report.run.interrupted === undefined ? {} : { interrupted: report.run.interrupted }),
    replayOf: { id: report.run.id, startedAt: report.run.startedAt },
  })
}

function recordedSource({ looks, polls }: Recording): LookSource {
  return {
    look: async (checklist, id) => looks[`${checklist.id} ${id}`] ?? notRecorded(id),
    async *polls(checklist, item) {
      yield* polls[`${checklist.id} ${item.id}`] ?? [notRecorded(item.id)]
    },
  }
}

const notRecorded = (id: string): Looked => ({
  result: {
    id,
    probe: 'unknown',
    effect: 'read',
    summary: id,
    durationMs: 0,
    attempts: 0,
    retries: 0,
    polls: 0,
    steps: [],
    failed: { reason: 'unconfigured', detail: 'the recording has no such look' },
  },
  failed: { reason: 'unconfigured', detail: `the recording has no look ${id}` },
  leftBehind: [],
  withheld: [],
})

function planOf(recording: Recording, checklists: readonly Checklist[]): Plan {
  const { environment, report } = recording
  return {
    environment: recordedEnvironment(environment),
    baseDir: '',
    phases: environment.phases,
    ...(report.run.partial === undefined ? {} : { partial: report.run.partial }),
    ...(report.run.leftOut === undefined ? {} : { leftOut: report.run.leftOut }),
    checklists: checklists.map((checklist, index) => {
      const recorded = recording.checklists[index]
      const known = new Set(checklist.items.keys())
      return {
        checklist,
        params: recorded?.params ?? {},
        selected: new Set((recorded?.selected ?? []).filter((id) => known.has(id))),
        needed: new Set((recorded?.needed ?? []).filter((id) => known.has(id))),
      }
    }),
  }
}

const recordedEnvironment = ({ name, origins, phases, allow }: Recording['environment']): Environment => ({
  name,
  phases,
  origins: new Map(Object.entries(origins)),
  allow: allow as readonly Effect[],
  params: new Map(),
  secrets: new Map(),
  identities: new Map(),
  targets: new Map(),
  limits: new Map(),
  place: { file: '', line: 1, column: 1, length: 1, source: '' },
})
