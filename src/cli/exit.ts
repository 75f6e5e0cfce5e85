import type { Verdict } from '../core/outcome.ts'

/** The exit status of the command line, the same for every format (design section 3). */
export const EXIT = { go: 0, noGo: 1, wrong: 2, undetermined: 3, internal: 70, interrupted: 130, terminated: 143 } as const

const OF_VERDICT: Readonly<Record<Verdict, number>> = { GO: EXIT.go, 'NO-GO': EXIT.noGo, UNDETERMINED: EXIT.undetermined }

export const exitOf = (verdict: Verdict): number => OF_VERDICT[verdict]
