import { LookError } from '../../core/look-error.ts'
import type { UnknownReason, Unread } from '../../core/unread.ts'
import type { ProbeContext, Seen } from '../contract.ts'
import { familyOf, parseExposition } from './parse.ts'
import type { Page, Sample } from './parse.ts'
import type { Metric, Observation, Params } from './schema.ts'

const SAMPLE_CAP = 10_000
const ACCEPT = 'text/plain;version=0.0.4, application/openmetrics-text;version=1.0.0;q=0.5'
const STATUS: Readonly<Record<number, UnknownReason>> = { 401: 'unauthorized', 403: 'unauthorized', 404: 'unsupported' }

/** Reads one page of metrics. Throws LookError when there is none: another status, or no exposition text. */
export async function observe(params: Params, context: ProbeContext): Promise<Seen<Observation>> {
  const page = await read(addressOf(params, context), context)
  const kept = params.names === undefined ? page.samples : page.samples.filter(({ name }) => params.names?.includes(name))
  if (kept.length > SAMPLE_CAP)
    throw new LookError('malformed', `the page has ${kept.length} samples, more than ${SAMPLE_CAP}: name the metrics to keep in \`names\``)
  const names = [...new Set(page.samples.map(({ name }) => name))].sort()
  const nonFinite = kept.filter((sample) => !isFinite(number(sample))).map(({ name, labels, value }) => ({ name, labels, value }))
  const observation: Observation = {
    metrics: Object.fromEntries([...byName(kept)].map(([name, samples]) => [name, metricOf(name, samples, page)])),
    names,
    sampleCount: page.samples.length,
    nonFinite,
    missing: (params.names ?? []).filter((name) => !names.includes(name)),
  }
  return { observation, unread: withoutSum(nonFinite), answer: `${page.samples.length} samples` }
}

function addressOf({ url, path = '/metrics' }: Params, { origin }: ProbeContext): string {
  if (url !== undefined) return url
  if (origin === undefined) throw new LookError('unconfigured', 'the environment has no origin to read metrics from')
  return `${origin}${path}`
}

async function read(url: string, { http, signal, timeoutMs }: ProbeContext): Promise<Page> {
  const answer = await http.send({ method: 'GET', url, headers: { accept: ACCEPT }, maxRedirects: 3, signal, timeoutMs })
  if (answer.status !== 200) throw new LookError(STATUS[answer.status] ?? 'unreachable', `${url} answered ${answer.status}, not 200`)
  const page = parseExposition(decoded(answer.body))
  const type = (answer.headers['content-type'] ?? '').split(';', 1)[0] ?? ''
  if ('badLine' in page)
    throw new LookError(
      'malformed',
      `${url} is no exposition text: line ${page.badLine} is not a sample (content type ${type || 'missing'})`,
    )
  if (type === 'application/openmetrics-text' && !page.ended) throw new LookError('malformed', `${url} is cut off: # EOF is missing`)
  return page
}

function decoded(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw new LookError('malformed', 'the page of metrics is not UTF-8 text')
  }
}

function byName(samples: readonly Sample[]): ReadonlyMap<string, readonly Sample[]> {
  const groups = new Map<string, Sample[]>()
  for (const sample of samples) {
    const group = groups.get(sample.name)
    if (group === undefined) groups.set(sample.name, [sample])
    else group.push(sample)
  }
  return groups
}

function metricOf(name: string, all: readonly Sample[], page: Page): Metric {
  const samples = all.map((sample) => ({ labels: sample.labels, value: number(sample) })).filter(({ value }) => isFinite(value))
  const family = familyOf(name, page)
  const help = page.helps.get(family)
  const sum = samples.reduce((total, { value }) => total + value, 0)
  return {
    type: page.types.get(family) ?? 'untyped',
    ...(help === undefined ? {} : { help }),
    samples,
    count: all.length,
    ...(samples.length === all.length && isFinite(sum) ? { sum } : {}),
  }
}

function withoutSum(nonFinite: Observation['nonFinite']): Unread[] {
  return [...new Set(nonFinite.map(({ name }) => name))].map((name) => ({
    path: ['metrics', name, 'sum'],
    reason: 'insufficient',
    detail: `a sample of ${name} is NaN or infinite`,
  }))
}

const number = ({ value }: Sample): number => Number(value.replace('Inf', 'Infinity'))
