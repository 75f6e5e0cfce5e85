import { ratios, spreadOf } from './statistics.ts'
import type { Row } from './cases.ts'
import type { Timed } from './measure.ts'

export interface Measured {
  readonly row: Row
  readonly runs: readonly Timed[]
  readonly peakMb?: number
}

const CONTROL_SPREAD = 0.05

/** The lines of one case: medians and quartiles, and each round's ratio to the first row. */
export function tableOf(measured: readonly Measured[]): string[] {
  const [reference, again] = measured
  if (!reference || !again) return []
  const lines = [cells(['', 'wall ms (q25-75)', 'x wall (q25-75)', 'cpu ms', 'x cpu', 'peak MB', 'n', 'goal'])]
  for (const one of measured) lines.push(cells([one.row.label, ...figures(one, reference), goalOf(one, reference)]))
  const { q25, q75, median } = spreadOf(
    ratios(
      again.runs.map(({ wallMs }) => wallMs),
      reference.runs.map(({ wallMs }) => wallMs),
    ),
  )
  const spread = Math.max(q75 - q25, Math.abs(median - 1))
  const trust = spread > CONTROL_SPREAD ? ': the machine is too restless, wall ratios are no verdict; go by x cpu' : ''
  return [...lines, `  control: the same command twice differs by ${(spread * 100).toFixed(1)} %${trust}`]
}

function figures({ runs, peakMb }: Measured, reference: Measured): string[] {
  const of = (key: 'wallMs' | 'cpuMs') => ({
    own: spreadOf(runs.map((run) => run[key])),
    ratio: spreadOf(
      ratios(
        runs.map((run) => run[key]),
        reference.runs.map((run) => run[key]),
      ),
    ),
  })
  const wall = of('wallMs')
  const cpu = of('cpuMs')
  return [
    `${ms(wall.own.median)} (${ms(wall.own.q25)}-${ms(wall.own.q75)})`,
    `${x(wall.ratio.median)} (${x(wall.ratio.q25)}-${x(wall.ratio.q75)})`,
    ms(cpu.own.median),
    x(cpu.ratio.median),
    peakMb === undefined ? '' : peakMb.toFixed(0),
    String(runs.length),
  ]
}

function goalOf({ row: { goal }, runs, peakMb }: Measured, reference: Measured): string {
  if (!goal) return ''
  const { median } = spreadOf(
    ratios(
      runs.map(({ wallMs }) => wallMs),
      reference.runs.map(({ wallMs }) => wallMs),
    ),
  )
  const memory = goal.mb === undefined || peakMb === undefined ? '' : `; <= ${goal.mb} MB: ${peakMb <= goal.mb ? 'met' : 'NOT met'}`
  return `<= ${goal.most} x: ${median <= goal.most ? 'met' : 'NOT met'}${memory}`
}

const WIDTHS = [32, 20, 20, 8, 7, 8, 4]
const cells = (texts: readonly string[]): string => `  ${texts.map((text, index) => text.padEnd(WIDTHS[index] ?? 0)).join(' ')}`.trimEnd()
const ms = (value: number): string => value.toFixed(value < 100 ? 1 : 0)
const x = (value: number): string => value.toFixed(2)
