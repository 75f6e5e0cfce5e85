import type { Checklist } from '../checklist/model.ts'
import type { Report } from '../core/report.ts'
import type { Path } from '../core/unread.ts'
import { Secret } from '../redaction/secret.ts'
import type { Gear } from './gear.ts'
import { prune } from './prune.ts'
import { lookPrograms } from './reads.ts'
import type { Looked, LookSource, Plan } from './types.ts'

export const RECORDING_SCHEMA = 'readiness.run/1'

/** A run on disk: the report, and everything that judging it again needs. It holds no secret. */
export interface Recording {
  readonly schema: typeof RECORDING_SCHEMA
  readonly report: Report
  readonly environment: {
    readonly name: string
    readonly origins: Readonly<Record<string, string>>
    readonly phases: readonly string[]
    readonly allow: readonly string[]
    /** Names only. */
    readonly secrets: readonly string[]
  }
  readonly env: Readonly<Record<string, string>>
  readonly release?: string
  readonly checklists: readonly {
    readonly file: string
    readonly text: string
    readonly params: Readonly<Record<string, unknown>>
    readonly selected: readonly string[]
    readonly needed: readonly string[]
  }[]
  /** Looks by checklist and look id; polls by checklist and item id. */
  readonly looks: Readonly<Record<string, Looked>>
  readonly polls: Readonly<Record<string, readonly Looked[]>>
}

export interface Recorder {
  readonly wrap: (source: LookSource) => LookSource
  readonly finish: (report: Report, gear: Gear) => Recording
}

/** Keeps every look as the judge saw it, cut down to the fields that some expression reads unless `full`. */
export function createRecorder(plan: Plan, full: boolean): Recorder {
  const looks = new Map<string, Looked>()
  const polls = new Map<string, Looked[]>()
  const keep = (checklist: Checklist, id: string, looked: Looked): Looked => (full || !looked.seen ? looked : { ...looked, seen: { ...looked.seen, observation: prune(looked.seen.observation, readsOf(checklist, id)) } })
  return {
    wrap: (source) => ({
      look: async (checklist, id) => {
        const looked = await source.look(checklist, id)
        looks.set(`${checklist.id} ${id}`, keep(checklist, id, looked))
        return looked
      },
      async *polls(checklist, item) {
        for await (const looked of source.polls(checklist, item)) {
          const key = `${checklist.id} ${item.id}`
          polls.set(key, [...(polls.get(key) ?? []), keep(checklist, looked.result.id, looked)])
          yield looked
        }
      },
    }),
    finish: (report, gear) => ({
      schema: RECORDING_SCHEMA,
      report,
      environment: {
        name: plan.environment.name, origins: Object.fromEntries(plan.environment.origins), phases: plan.phases,
        allow: plan.environment.allow, secrets: [...plan.environment.secrets.keys()],
      },
      env: gear.redactor.redactValue(gear.env),
      ...(gear.info.release === undefined ? {} : { release: gear.info.release }),
      checklists: plan.checklists.map(({ checklist, params, selected, needed }) => ({ file: checklist.file, text: checklist.text, params, selected: [...selected], needed: [...needed] })),
      looks: plainMap(looks),
      polls: plainMap(polls),
    }),
  }
}

/** Paths that any expression of the checklist reads of this look's observation. */
function readsOf(checklist: Checklist, id: string): Path[] {
  const items = [...checklist.items.values()]
  const own = items.filter(({ body }) => body.kind === 'look' && body.look === id)
  const programs = (list: typeof items) => list.flatMap(({ when, enough, expect, warn }) => [...(when ? [when] : []), ...enough, ...expect, ...warn]).map(({ program }) => program)
  const everywhere = [...programs(items), ...checklist.facts.map(({ value }) => value.program), ...[...checklist.looks.values()].flatMap(lookPrograms)]
  const viaName = everywhere.flatMap(({ reads }) => reads).filter((path) => path[0] === 'looks' && path[1] === id).map((path) => path.slice(2))
  return [...programs(own).flatMap(({ reads }) => reads), ...viaName]
}

const plainMap = <T>(map: ReadonlyMap<string, T>): Record<string, T> =>
  JSON.parse(JSON.stringify(Object.fromEntries(map), (_, value: unknown) => (value instanceof Secret ? `[secret:${value.name}]` : value))) as Record<string, T>
