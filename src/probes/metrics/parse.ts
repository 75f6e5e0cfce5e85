/** One line of values: its number is text as it stands, for NaN and infinities. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: string
}

export interface Page {
  readonly samples: readonly Sample[]
  /** By the name of the family, which for OpenMetrics counters lacks `_total`. */
  readonly types: ReadonlyMap<string, string>
  readonly helps: ReadonlyMap<string, string>
  /** Whether `# EOF` stood at the end (OpenMetrics 1.0). */
  readonly ended: boolean
}

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y
const LABEL = /\s*(?:([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*)?"((?:[^"\\]|\\.)*)"\s*(?:,|(?=\}))/y
const CLOSED = /\s*\}/y
const NUMBER = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|NaN|[+-]?Inf)$/
const SUFFIX = /_(?:total|bucket|sum|count|created|info|gsum|gcount)$/

/**
 * Reads exposition text 0.0.4 and OpenMetrics 1.0 (exemplars and timestamps are passed over). Gives the number of the first
 * line that is neither, counted from 1.
 */
export function parseExposition(text: string): Page | { readonly badLine: number } {
  const samples: Sample[] = []
  const types = new Map<string, string>()
  const helps = new Map<string, string>()
  const seen = new Set<string>()
  let ended = false
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/\r$/, '').trim()
    if (line === '') continue
    if (ended) return { badLine: index + 1 }
    if (line.startsWith('#')) {
      ended = line === '# EOF'
      comment(line, types, helps)
      continue
    }
    const sample = parseSample(line)
    const key =
      sample === undefined ? '' : JSON.stringify([sample.name, Object.entries(sample.labels).sort(([a], [b]) => (a < b ? -1 : 1))])
    // A series given twice would be counted twice.
    if (sample === undefined || seen.has(key)) return { badLine: index + 1 }
    seen.add(key)
    samples.push(sample)
  }
  return { samples, types, helps, ended }
}

/** The name under which TYPE and HELP of a sample stand. */
export function familyOf(name: string, page: Page): string {
  if (page.types.has(name) || page.helps.has(name)) return name
  return name.replace(SUFFIX, '')
}

function comment(line: string, types: Map<string, string>, helps: Map<string, string>): void {
  const [, keyword, name, rest = ''] = /^#\s+(TYPE|HELP)\s+(\S+)\s*(.*)$/.exec(line) ?? []
  if (name === undefined) return
  if (keyword === 'TYPE') types.set(name, rest)
  else helps.set(name, unescaped(rest))
}

function parseSample(line: string): Sample | undefined {
  let name = at(NAME, line, 0)?.[0]
  let position = name?.length ?? 0
  const labels: [string, string][] = []
  position += /^\s*/.exec(line.slice(position))?.[0].length ?? 0
  if (line[position] === '{') {
    position += 1
    for (let label = at(LABEL, line, position); label !== null; label = at(LABEL, line, position)) {
      // A quoted string alone is the metric's name (Prometheus 3, names in UTF-8).
      if (label[1] === undefined) name ??= unescaped(label[2] ?? '')
      else labels.push([label[1], unescaped(label[2] ?? '')])
      position = LABEL.lastIndex
    }
    if (at(CLOSED, line, position) === null) return undefined
    position = CLOSED.lastIndex
  }
  const [value = '', timestamp, ...more] = (line.slice(position).split(/\s#\s/, 1)[0] ?? '').trim().split(/\s+/)
  const numeric = NUMBER.test(value) && more.length === 0 && (timestamp === undefined || NUMBER.test(timestamp))
  if (name === undefined || !numeric || new Set(labels.map(([label]) => label)).size < labels.length) return undefined
  return { name, labels: Object.fromEntries(labels), value }
}

function at(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position
  return pattern.exec(text)
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character))
