import { userInfo } from 'node:os'
import { delimiter, isAbsolute } from 'node:path'
import type { Secret } from '../../redaction/secret.ts'

const SYSTEM_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']

/** The absolute entries of a PATH: no empty, relative or `.` entry and no node_modules/.bin can shadow a program. */
export function cleanPath(path: string): readonly string[] {
  const entries = path.split(delimiter).filter((entry) => isAbsolute(entry) && !/node_modules[\\/]\.bin/.test(entry))
  return entries.length > 0 ? [...new Set(entries)] : SYSTEM_PATH
}

interface Parts {
  readonly path: readonly string[]
  /** `NAME=value` by which the program's descendants are found again. */
  readonly cookie: string
  readonly added: Readonly<Record<string, string | Secret>>
  readonly home?: string
}

/** The whole environment of a program: nothing of our own process is inherited. */
export function cleanEnvironment({ path, cookie, added, home }: Parts): Record<string, string> {
  const [name = '', value = ''] = cookie.split('=')
  const own = Object.entries(added).map(([key, each]) => [key, typeof each === 'string' ? each : each.reveal()] as const)
  return { PATH: path.join(delimiter), HOME: home ?? homeFolder(), LANG: 'C.UTF-8', TZ: 'UTC', ...Object.fromEntries(own), [name]: value }
}

function homeFolder(): string {
  try {
    return userInfo().homedir
  } catch {
    return '/'
  }
}
