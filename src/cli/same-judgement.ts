import type { ItemResult, Report } from '../core/report.ts'
import type { Recording } from '../engine/record.ts'

/** What a run that is judged again by its own checklist contradicts of what was recorded, one sentence each. */
export function contradictions(recording: Recording, again: Report): string[] {
  const { report: recorded } = recording
  const before = outcomesOf(recorded)
  const after = outcomesOf(again)
  const masked = isMasked(recording)
  const why = whyOf(recorded, again, masked)
  const names = new Set([...before.keys(), ...after.keys()])
  const differing = [...names].flatMap((name) => {
    const [was = 'not there', is = 'not there'] = [before.get(name), after.get(name)]
    return was === is ? [] : [`${name}: recorded ${was}, judged again ${is}: ${why}`]
  })
  return [...(masked ? [] : changed(recorded, again)), ...differing]
}

/** Checklists whose recorded text is not that of the recorded digest. */
function changed(recorded: Report, again: Report): string[] {
  return again.checklists
    .filter(({ id, digest }) => !recorded.checklists.some((one) => one.id === id && one.digest === digest))
    .map(({ id }) => `the checklist ${id} in it is not the one that the run was judged by: the file was changed since`)
}

function outcomesOf(report: Report): Map<string, string> {
  const several = report.checklists.length > 1
  const items = report.sections.flatMap(({ checklist, items: own }) => own.flatMap((item) => within(item, several ? `${checklist} ` : '')))
  const phases = report.phases.map(({ phase, verdict }) => [`the verdict for ${phase}`, verdict] as const)
  return new Map([['the verdict', report.verdict], ...phases, ...items])
}

const within = (item: ItemResult, before: string): (readonly [string, string])[] => [
  [`${before}${item.id}`, item.outcome],
  ...item.children.flatMap((child) => within(child, before)),
]

/** Whether text of a checklist was taken for a secret: what is judged by is not the whole of it. */
const isMasked = ({ checklists }: Recording): boolean =>
  checklists.some(({ text, packs = [] }) => [text, ...packs.map((pack) => pack.text)].some((one) => one.includes('[secret:')))

function whyOf({ tool: { version: was } }: Report, { tool: { version: is } }: Report, masked: boolean): string {
  return [
    'the file was changed since',
    ...(was === is ? [] : [`judged by another version (recorded by ${was}, this is ${is})`]),
    ...(masked ? ['a part of its checklist is masked as a secret'] : []),
  ].join(', or ')
}
