/** Milliseconds of a clock that only goes forward. Node loads eight modules for `performance`, which a run does without. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6
