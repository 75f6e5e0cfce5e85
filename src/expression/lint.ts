import type { Program } from './compile.ts'
import { resultOf } from './evaluate.ts'
import { problemAt } from './problem.ts'
import type { ExpressionProblem } from './problem.ts'

const BLIND = { values: {}, unread: [{ path: [], reason: 'internal', detail: 'nothing was read' }] } as const

/**
 * Problems that only the finished program shows: `reads_nothing` (no path under an observed root), `always_true`
 * (true whatever is seen) and `true_unseen` (true of an empty context, as `!has(x)` is: it needs company that shows
 * something).
 */
export function lint(program: Program, observedRoots: readonly string[]): ExpressionProblem[] {
  const at = { start: 0, end: program.source.length }
  if (!program.reads.some(([root]) => observedRoots.includes(String(root)))) {
    return [problemAt(at, 'reads_nothing', 'this reads nothing that was observed')]
  }
  if (resultOf(program, BLIND).result.kind === 'true') {
    return [problemAt(at, 'always_true', 'this is true whatever is seen')]
  }
  if (resultOf(program, { values: {} }).result.kind === 'true') {
    return [
      problemAt(at, 'true_unseen', 'this is true also when nothing was seen', 'show something beside it, as in status == 200 && !has(x)'),
    ]
  }
  return []
}
