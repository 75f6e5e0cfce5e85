/** Median and quartiles of some figures. */
export interface Spread {
  readonly median: number
  readonly q25: number
  readonly q75: number
  readonly n: number
}

/** The spread of a list that is not empty. */
export function spreadOf(figures: readonly number[]): Spread {
  const sorted = figures.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN
  return { median: at(0.5), q25: at(0.25), q75: at(0.75), n: sorted.length }
}

/** Each round's figure divided by that of the reference in the same round: what slows the machine slows both. */
export function ratios(figures: readonly number[], reference: readonly number[]): number[] {
  return figures.flatMap((figure, round) => (reference[round] ? [figure / reference[round]] : []))
}
