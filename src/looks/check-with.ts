import type { Path } from '../core/unread.ts'
import { placeIssue } from '../document/from-zod.ts'
import { describeIssues } from '../document/zod-issues.ts'
import type { Described } from '../document/zod-issues.ts'
import type { Probe } from '../probes/contract.ts'
import type { Desk } from './desk.ts'
import type { TemplateTree } from './model.ts'
import { withStandIns } from './stand-ins.ts'
import type { StandIn } from './stand-ins.ts'

/**
 * Checks the parameters of a look against the schema of its probe, as far as they are known now: a mistake that depends
 * on what a `${...}` will hold is left to the run. `path` is that of `with`.
 */
export function checkWith(desk: Desk, probe: Probe, tree: TemplateTree, path: Path): void {
  const { value, standIns } = withStandIns(tree, 0)
  const issues = issuesOf(probe, value)
  if (issues.length === 0) return
  const again = standIns.length > 0 ? issuesOf(probe, withStandIns(tree, 1).value) : issues
  const repeated = new Set(again.map(keyOf))
  for (const issue of issues) {
    const known = aboutTemplates(issue, standIns, repeated.has(keyOf(issue)))
    if (known) desk.report(placeIssue(desk.document, known, path))
  }
}

function issuesOf(probe: Probe, value: unknown): Described[] {
  const parsed = probe.params.safeParse(value)
  return parsed.success ? [] : describeIssues(parsed.error, value, probe.params)
}

function keyOf(issue: Described): string {
  return JSON.stringify([issue.code, issue.path])
}

/** The issue as it holds whatever the templates give, or nothing. */
function aboutTemplates(issue: Described, standIns: readonly StandIn[], repeated: boolean): Described | undefined {
  const standIn = standIns.find(({ path }) => startsWith(issue.path, path))
  if (!standIn) return standIns.some(({ path }) => startsWith(path, issue.path)) && !repeated ? undefined : issue
  if (issue.code !== 'wrong-type' || issue.path.length !== standIn.path.length || standIn.kind === 'anything') return undefined
  if (standIn.kind === 'secret') {
    return {
      ...issue,
      code: 'secret-not-allowed',
      message: 'a secret cannot go here',
      hint: 'this value is shown in reports; only fields for credentials take secrets',
    }
  }
  const { hint: _, ...rest } = issue
  const wanted = issue.message.split('; came')[0] ?? issue.message
  return {
    ...rest,
    message: `${wanted}; the expression gives ${standIn.kind === 'text' ? 'text' : `a ${standIn.kind}`}`,
    ...(wanted.includes('text') && { hint: 'write string(...) around it' }),
  }
}

function startsWith(path: Path, prefix: Path): boolean {
  return prefix.length <= path.length && prefix.every((segment, i) => segment === path[i])
}
