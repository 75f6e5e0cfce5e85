import type { Checklist } from '../checklist/model.ts'
import type { Report } from '../core/report.ts'
import type { Path } from '../core/unread.ts'
import type { Program } from '../expression/index.ts'
import { Secret } from '../redaction/secret.ts'
import { programsOfLook, programsWanted } from '../looks/programs.ts'
import type { Gear } from './gear.ts'
import { prune } from './prune.ts'
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
  /** Short numbers are shown beside values that are withheld; absent where one might be a secret. */
  readonly showsNumbers?: true
  readonly release?: string
  /** The release that ran when the run began, as expressions saw it. */
  readonly running?: string
  readonly checklists: readonly {
    readonly file: string
    readonly text: string
    readonly packs?: readonly { readonly path: string; readonly file: string; readonly text: string }[]
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
  readonly finish: (report: Report, gear: Gear, running: string | undefined) => Recording
}

/** Keeps every look as the judge saw it, cut down to the fields that some expression reads unless `full`. */
export function createRecorder(plan: Plan, full: boolean): Recorder {
  const looks = new Map<string, { readonly checklist: Checklist; readonly id: string; readonly looked: Looked }>()
  const polls = new Map<string, Looked[]>()
  const readsOf = createReads()
  const keep = (checklist: Checklist, id: string, looked: Looked): Looked =>
    full || !looked.seen
      ? looked
      : { ...looked, seen: { ...looked.seen, observation: prune(looked.seen.observation, readsOf(checklist, id)) } }
  return {
    wrap: (source) => ({
      look: async (checklist, id) => {
        const looked = await source.look(checklist, id)
        looks.set(`${checklist.id} ${id}`, { checklist, id, looked })
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
    finish: (report, gear, running) => ({
      schema: RECORDING_SCHEMA,
      report,
      environment: {
        name: plan.environment.name,
        origins: Object.fromEntries(plan.environment.origins),
        phases: plan.phases,
        allow: plan.environment.allow,
        secrets: [...plan.environment.secrets.keys()],
      },
      env: gear.redactor.redactValue(gear.env),
      ...(gear.redactor.holdsNumber() ? {} : { showsNumbers: true }),
      ...(gear.info.release === undefined ? {} : { release: gear.info.release }),
      ...(running === undefined ? {} : { running }),
      checklists: plan.checklists.map(({ checklist, params, selected, needed }) => ({
        file: checklist.file,
        text: checklist.text,
        ...(checklist.packs.length === 0 ? {} : { packs: checklist.packs }),
        params,
        selected: [...selected],
        needed: [...needed],
      })),
      looks: plainMap(new Map([...looks].map(([key, { checklist, id, looked }]) => [key, keep(checklist, id, looked)]))),
      polls: plainMap(polls),
    }),
  }
}

/** Gives the paths that any expression of a checklist reads of a look's observation; each checklist is gone through once. */
function createReads(): (checklist: Checklist, id: string) => readonly Path[] {
  const known = new Map<Checklist, ReadonlyMap<string, readonly Path[]>>()
  return (checklist, id) => {
    const byLook = known.get(checklist) ?? readsByLook(checklist)
    known.set(checklist, byLook)
    return byLook.get(id) ?? []
  }
}

function readsByLook(checklist: Checklist): Map<string, Path[]> {
  const byLook = new Map<string, Path[]>()
  const add = (id: string, path: Path) => {
    const paths = byLook.get(id)
    if (paths) paths.push(path)
    else byLook.set(id, [path])
  }
  const viaName = ({ reads }: Program) => {
    for (const [root, id, ...path] of reads) if (root === 'looks' && id !== undefined) add(String(id), path)
  }
  for (const item of checklist.items.values()) {
    const { body } = item
    for (const program of programsWanted(item)) {
      viaName(program)
      if (body.kind === 'look') for (const path of program.reads) add(body.look, path)
    }
  }
  for (const { value } of checklist.facts) viaName(value.program)
  for (const look of checklist.looks.values()) programsOfLook(look).forEach(viaName)
  return byLook
}

const plainMap = <T>(map: ReadonlyMap<string, T>): Record<string, T> =>
  JSON.parse(
    JSON.stringify(Object.fromEntries(map), (_, value: unknown) => (value instanceof Secret ? `[secret:${value.name}]` : value)),
  ) as Record<string, T>
