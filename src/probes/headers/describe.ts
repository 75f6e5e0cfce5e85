import type { Description, Where } from '../contract.ts'
import { curlCommand } from '../curl.ts'
import { shellLine } from '../shell.ts'
import { namedPages } from './named-pages.ts'
import type { Params } from './schema.ts'

/** `GET https://host/, POST https://host/login (401)`; the curl lines show the headers of the pages that are plainly read. */
export function describe(params: Params, where: Where): Description {
  const pages = namedPages(params)
  const requests = pages.map(({ request }) => request)
  const plain =
    params.headers === undefined ? requests.filter(({ method, headers = {} }) => method === 'GET' && Object.keys(headers).length === 0) : []
  const { origin = '' } = where
  const line = shellLine()
  const { anonymous } = params
  const curl = plain.map(({ path }) => curlCommand(['-s', '-o', '/dev/null', '-D', '-'], { method: 'GET', path, anonymous }, where, line))
  return {
    summary: pages
      .map(
        ({ request: { method, path }, wanted }) => `${method} ${origin}${path}${wanted === undefined ? '' : ` (${wanted.join(' or ')})`}`,
      )
      .join(', '),
    ...(curl.length === 0 ? {} : { repeat: line.whole(curl.join('; ')) }),
  }
}
