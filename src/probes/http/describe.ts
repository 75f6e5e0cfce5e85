import type { Description, Where } from '../contract.ts'
import { curlCommand } from '../curl.ts'
import { urlOf } from '../request.ts'
import { shellLine } from '../shell.ts'
import type { Params } from './schema.ts'

/** `DELETE https://host/path`, and the curl line that sends the same and shows status and headers; secrets stand in it as shell variables. */
export function describe(params: Params, where: Where): Description {
  const line = shellLine(where)
  const method = params.method.toUpperCase()
  const url = urlOf(params, where.origin)
  const cookies =
    !params.anonymous && URL.canParse(url) && where.hasCookies?.(new URL(url)) === true
      ? ['-b', line.word(line.need('COOKIES', 'name=value; name=value, as set by the steps before'))]
      : []
  const quiet = where.again === undefined ? [] : ['-sS', '-w', String.raw`'\n%{time_total} s\n'`]
  const command = curlCommand([...(method === 'HEAD' ? [] : ['-i']), ...quiet, ...cookies], params, where, line)
  return { summary: `${method} ${url}`, repeat: line.whole(command) }
}
