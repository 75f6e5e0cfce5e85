import type { AttestationResult, ItemResult, LookResult } from '../core/report.ts'
import { evidence, line, paragraphs, time } from './text.ts'
import { attemptsLine, decidingChildren, findingDetail, looksOf, repeatLine, rootCause, unmet, valueLines, wantedText } from './view.ts'

/** `wanted status == 200, seen status = 503`: why an item is not met, in one safe line of at most about `max` characters. */
export function inOneLine(item: ItemResult, max = 500): string {
  if (item.unknown) {
    const root = rootCause(item)
    return `${item.unknown.reason}${root === undefined ? '' : ` by ${line(root, 80)}`}: ${line(item.unknown.detail, max)}`
  }
  const finding = unmet(item)[0]
  if (!finding) {
    const child = decidingChildren(item)[0]
    return child ? `${line(child.id, 80)}: ${inOneLine(child, max)}` : line(item.title, max)
  }
  const seen = [...valueLines(finding), findingDetail(finding) ?? ''].filter((text) => text !== '').slice(0, 4)
  // A sentence and labels would run into each other with commas alone.
  const [wanted, then] = finding.message === undefined ? ['wanted', ', seen'] : ['wanted:', '; seen:']
  return `${wanted} ${wantedText(finding, max)}${seen.length > 0 ? `${then} ${seen.join(', ')}` : ''}`
}

/** Everything that explains an item, as safe `label: text` lines, its deciding children indented below. */
export function inFull(item: ItemResult, looks: ReadonlyMap<string, LookResult>, indent = ''): string[] {
  const repeat = repeatLine(item, looks)
  const tried = looksOf(item, looks).flatMap((look) => {
    const attempts = attemptsLine(look)
    return attempts === undefined ? [] : [`tried: ${evidence(look.summary, 120)}, ${attempts}`]
  })
  const children = decidingChildren(item).flatMap((child) => [
    `${indent}  ${child.outcome}: ${line(child.title)} (${line(child.id, 80)})`,
    ...inFull(child, looks, `${indent}    `),
  ])
  const lines = [
    ...(item.unknown ? [`unknown: ${inOneLine(item)}`] : []),
    ...unmet(item)
      .slice(0, 6)
      .flatMap((finding) => {
        const detail = findingDetail(finding)
        const seen = [...valueLines(finding).slice(0, 12), ...(detail === undefined ? [] : [detail])]
        return [
          `${finding.role === 'expect' ? 'wanted' : finding.role}: ${wantedText(finding)}`,
          ...(finding.message === undefined ? [] : [`  expression: ${evidence(finding.text)}`]),
          ...seen.map((text) => `  seen: ${text}`),
        ]
      }),
    ...attested(item),
    ...(item.why === undefined ? [] : [`why: ${paragraphs(item.why).join(' ')}`]),
    ...(item.fix === undefined || item.outcome === 'unknown' ? [] : [`fix: ${paragraphs(item.fix).join(' ')}`]),
    ...(item.settle === undefined ? [] : [`settle: ${line(item.settle, 400)}`]),
    ...tried,
    ...(repeat === undefined ? [] : [`repeat: ${evidence(repeat, 2000)}`]),
  ]
  return [...lines.map((text) => indent + text), ...children]
}

function attested({ attestation: word }: ItemResult): string[] {
  return word ? [`word of: ${wordLine(word)}`] : []
}

/** `Ada (Lead), 2026-11-21 02:16:09 UTC, for the release 4f2c1e9, until ...`: who gave a word, when, and for what. */
export function wordGiven({ person, role, at, release, expires }: AttestationResult): string {
  const of = release === undefined ? '' : `, for the release ${line(release, 80)}`
  return `${line(person, 80)} (${line(role, 80)}), ${time(at)}${of}${expires === undefined ? '' : `, until ${time(expires)}`}`
}

/** The same with the evidence. */
export function wordLine(word: AttestationResult): string {
  return `${wordGiven(word)}${word.evidence === undefined ? '' : `, evidence ${line(word.evidence, 200)}`}`
}
