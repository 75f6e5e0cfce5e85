import type { FactResult, ItemResult, Report } from '../core/report.ts'
import { evidence, line } from './text.ts'
import { topItems } from './view.ts'

/** The value of a fact, or why it is not known, as one safe line. */
export function factValue({ value = '', unknown }: FactResult): string {
  return unknown ? `unknown, ${unknown.reason}: ${line(unknown.detail)}` : evidence(value, 200)
}

/** The facts without which an outcome of this run would not explain itself: those that an item read which failed, is unknown or does not apply. */
export function explainingFacts(report: Report): FactResult[] {
  const open = all(topItems(report)).filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown' || outcome === 'not-applicable')
  return report.facts.filter((fact) => open.some((item) => reads(item, fact)))
}

const all = (items: readonly ItemResult[]): ItemResult[] => items.flatMap((item) => [item, ...all(item.children)])

/** A pack calls `facts.exact` what is `login-limit.exact` outside. */
function reads({ id, findings, unknown }: ItemResult, { name }: FactResult): boolean {
  const dot = name.lastIndexOf('.')
  if (dot >= 0 && !id.startsWith(name.slice(0, dot + 1))) return false
  const read = new RegExp(`\\bfacts\\.${name.slice(dot + 1).replaceAll(/\W/g, '\\$&')}\\b`)
  return [...findings.filter(({ result }) => result !== 'true').map(({ text }) => text), unknown?.detail ?? ''].some((text) =>
    read.test(text),
  )
}
