import { relative, resolve } from 'node:path'
import { loadChecklist } from '../checklist/load.ts'
import type { Checklist } from '../checklist/model.ts'
import type { ReadPack } from '../checklist/packs.ts'
import type { Loaded } from '../core/problem.ts'
import type { ItemResult } from '../core/report.ts'
import type { Recording } from '../engine/record.ts'
import { replay } from '../engine/replay.ts'
import type { WordOf } from '../engine/types.ts'
import { exitOf } from './exit.ts'
import { fromFile } from './load.ts'
import { packReader } from './packs.ts'
import { deliver, parseOutputs, writtenBy } from './output.ts'
import { overwrites, type Read } from './overwrites.ts'
import { refusals, runRead, type RenderOptions } from './render.ts'
import { readRun } from './run-file.ts'
import { contradictions } from './same-judgement.ts'
import { sayProblems, usage } from './say.ts'
import type { Terminal } from './terminal.ts'
import { VERSION } from './version.ts'

export interface ReplayOptions extends RenderOptions {
  readonly checklist?: readonly string[]
}

/** `readiness replay`: judges what was recorded again, by the recorded checklists or by edited ones. */
export async function replayRun(file: string, options: ReplayOptions, terminal: Terminal): Promise<number> {
  const run = await readRun(file, terminal)
  const outputs = await parseOutputs(options.format, options.output ?? [], terminal)
  const destroyed = outputs.ok
    ? await overwrites(writtenBy(outputs.value), [runRead(file, terminal), ...editedFiles(options, terminal)])
    : outputs.problems
  const problems = [...(run.ok ? [] : run.problems), ...destroyed]
  if (!run.ok || !outputs.ok || problems.length > 0) return sayProblems(problems, terminal)
  const { recording } = run.value
  if (!recording)
    return sayProblems(
      [usage(`${file} is a report, not a recorded run: there is nothing to judge again`, 'readiness check --record run.json')],
      terminal,
    )
  const loaded = await Promise.all(sourcesOf(recording, options, terminal))
  const checklists: Checklist[] = loaded.flatMap((one) => (one.ok ? [one.value] : []))
  if (checklists.length < loaded.length)
    return sayProblems(
      loaded.flatMap((one) => (one.ok ? [] : one.problems)),
      terminal,
    )
  const report = await replay(recording, checklists, VERSION, recordedWords(recording))
  const wrong = options.checklist ? [] : contradictions(recording, report)
  if (wrong.length > 0) return sayProblems(refusals(file, 'contradicts itself', wrong), terminal)
  await deliver(report, outputs.value, { verbose: options.verbose === true, quiet: options.quiet === true }, undefined, terminal)
  return exitOf(report.verdict)
}

const editedFiles = ({ checklist = [] }: ReplayOptions, { cwd }: Terminal): Read[] =>
  checklist.map((path) => ({ what: 'the checklist', file: resolve(cwd, path) }))

function sourcesOf(recording: Recording, options: ReplayOptions, terminal: Terminal): Promise<Loaded<Checklist>>[] {
  const { report } = recording
  // Names that were accepted when it was recorded.
  const phases = [...report.phases, ...report.later].map(({ phase }) => phase)
  if (!options.checklist)
    return recording.checklists.map(({ file, text, packs = [] }) =>
      loadChecklist(file, Buffer.from(text), { environmentNames: [], phases, readPack: recordedPack(packs) }),
    )
  return options.checklist.map((path) => {
    const full = resolve(terminal.cwd, path)
    const shown = relative(terminal.cwd, full) || full
    return fromFile(full, shown, (bytes) =>
      loadChecklist(shown, bytes, { environmentNames: [], phases, readPack: packReader(full, terminal) }),
    )
  })
}

const recordedPack =
  (packs: NonNullable<Recording['checklists'][number]['packs']>): ReadPack =>
  async (path) => {
    const pack = packs.find((one) => one.path === path)
    return pack ? { file: pack.file, bytes: Buffer.from(pack.text) } : { why: 'the recording does not hold it' }
  }

/** Attestations as they held when the run was made. */
function recordedWords({ report }: Recording): WordOf {
  const all = (items: readonly ItemResult[]): ItemResult[] => items.flatMap((item) => [item, ...all(item.children)])
  const words = new Map(report.sections.flatMap(({ checklist, items }) => all(items).map((item) => [`${checklist} ${item.id}`, item])))
  return (checklist, { id }) => {
    const item = words.get(`${checklist.id} ${id}`)
    if (item?.attestation) return { ok: true, attestation: item.attestation }
    return { ok: false, why: item?.unknown?.detail ?? `no attestation of ${id} was recorded` }
  }
}
