import type { Description, Where } from '../contract.ts'
import { curlCommand } from '../curl.ts'
import { urlOf } from '../request.ts'
import { shellLine } from '../shell.ts'
import type { Params } from './schema.ts'

/** `DELETE https://host/path`, and the curl line that sends the same and shows status and headers; secrets stand in it as shell variables. */
export function describe(params: Params, where: Where): Description {
  const line = shellLine()
  const method = params.method.toUpperCase()
  const url = urlOf(params, where.origin)
  const cookies =
    !params.anonymous && URL.canParse(url) && where.hasCookies?.(new URL(url)) === true ? ['-b', line.word(line.fill('$COOKIES'))] : []
  const command = curlCommand([...(method === 'HEAD' ? [] : ['-i']), ...cookies], params, where, line)
  const notes = [...(cookies.length === 0 ? [] : ['#"$COOKIES: set by the steps before, as name=value; name=value"']), ...line.notes()]
  return { summary: `${method} ${url}`, repeat: [command, ...notes].join(' ') }
}
