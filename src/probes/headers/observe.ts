import { monotonicMs } from '../../core/monotonic.ts'
import { LookError } from '../../core/look-error.ts'
import type { Observe, ProbeContext } from '../contract.ts'
import { bodyOf, headersOf } from '../request.ts'
import { namedPages } from './named-pages.ts'
import type { NamedPage } from './named-pages.ts'
import { pageOf } from './page.ts'
import type { Observation, Page, Params } from './schema.ts'

/** Fetches the pages one after the other; one that does not answer, or not with the status that is meant, makes the look unknown as a whole. */
export const observe: Observe<Params, Observation, undefined> = async (params, context) => {
  if (context.origin === undefined) throw new LookError('unconfigured', 'the environment has no origin for this path')
  const deadline = monotonicMs() + context.timeoutMs
  const pages: Page[] = []
  for (const page of namedPages(params)) pages.push(await fetched(page, params, context, Math.max(1, deadline - monotonicMs())))
  return {
    observation: { pages },
    answer: pages
      .map(({ name, status }) => `${name} ${status}`)
      .slice(0, 5)
      .join(', '),
  }
}

async function fetched(
  { name, request, wanted }: NamedPage,
  params: Params,
  context: ProbeContext<undefined>,
  timeoutMs: number,
): Promise<Page> {
  const body = bodyOf(request)?.body
  const exchange = await context.http.send({
    method: request.method,
    url: `${context.origin}${request.path}`,
    headers: headersOf(request),
    maxRedirects: params.redirects,
    anonymous: params.anonymous,
    signal: context.signal,
    timeoutMs,
    ...(body === undefined ? {} : { body }),
  })
  if (wanted !== undefined && !wanted.includes(exchange.status)) {
    throw new LookError('insufficient', `${name} answered ${exchange.status}, meant was the answer with ${wanted.join(' or ')}`)
  }
  return pageOf(name, exchange)
}
