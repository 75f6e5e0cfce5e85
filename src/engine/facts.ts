import type { Checklist, Fact } from '../checklist/model.ts'
import type { Unknown } from '../core/outcome.ts'
import type { FactResult } from '../core/report.ts'
import { evaluate, shownPlain, type Evaluation } from '../expression/index.ts'
import { withheldText } from '../judge/finding.ts'
import { contextFor, type FactValue, type Known } from './context.ts'

export interface Facts {
  readonly get: (name: string) => Promise<FactValue>
  /** The facts that something asked for, in the order of the checklist. */
  readonly results: () => Promise<FactResult[]>
}

/** The facts of one checklist, each worked out at most once, when first asked for. */
export function createFacts(checklist: Checklist, known: () => Known): Facts {
  const values = new Map<string, Promise<FactValue>>()
  const get = (name: string): Promise<FactValue> => {
    const fact = checklist.facts.find((one) => one.name === name)
    const value =
      values.get(name) ??
      (fact
        ? workOut(fact, known())
        : Promise.resolve({ unknown: { reason: 'internal', detail: `no fact ${name}` } as const, decided: [], withheld: [] }))
    values.set(name, value)
    return value
  }
  const results = async () => {
    const asked = checklist.facts.filter(({ name }) => values.has(name))
    return Promise.all(asked.map(async (fact) => toResult(fact, await get(fact.name))))
  }
  return { get, results }
}

async function workOut({ value: { program } }: Fact, known: Known): Promise<FactValue> {
  const context = await contextFor([program], known)
  const evaluation = evaluate(program, context)
  const { result, values } = evaluation
  const reasoned = { decided: values, withheld: context.withheld ?? [] }
  const unknown = unknownOf(evaluation)
  if (unknown) return { ...reasoned, unknown }
  return { ...reasoned, value: result.kind === 'value' ? result.value : result.kind === 'true' }
}

function unknownOf({ result, empty }: Evaluation): Unknown | undefined {
  if (result.kind === 'unread') return { reason: result.reason, detail: result.why }
  if (result.kind === 'internal') return { reason: 'internal', detail: result.why }
  if (result.kind === 'absent' || result.kind === 'mismatch') return { reason: 'malformed', detail: result.why }
  if (result.kind === 'true' && empty.length > 0) return { reason: 'insufficient', detail: `${empty.join(', ')} ranged over an empty list` }
  return undefined
}

function toResult(fact: Fact, value: FactValue): FactResult {
  const base = { name: fact.name, text: fact.value.program.source }
  if (value.unknown) return { ...base, unknown: value.unknown }
  return { ...base, value: value.withheld.length > 0 ? withheldText(value.withheld) : shownPlain(value.value) }
}
