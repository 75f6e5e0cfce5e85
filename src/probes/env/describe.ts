import { quoted } from '../../core/shell-word.ts'
import type { Description, Where } from '../contract.ts'
import { kubectlWords } from '../shell.ts'
import type { Params, Target } from './schema.ts'

/** What is read; by hand the names that are set, `NAME=` for an empty one and `NAME=...` for one with a value, which is not shown. */
export function describe({ variables }: Params, { target = '', settings }: Where<Target>): Description {
  const names = Array.isArray(variables) ? variables : Object.keys(variables)
  return {
    summary: `read ${names.join(', ')} of the environment ${target}`.trimEnd(),
    ...(settings === undefined ? {} : { repeat: lineOf(names, settings) }),
  }
}

function lineOf(names: readonly string[], target: Target): string {
  const { file, process, pidFile, command, kubernetes, container } = target
  const any = `(${names.map((name) => name.replace(/[.*+?^$()|[\]{}\\/]/g, '\\$&')).join('|')})`
  const shown = (start: string, more = '') => `sed -nE ${quoted(`${more}/^${start}=/{s/=.*[^[:space:]].*/=.../;p;}`)}`
  if (file !== undefined) return `${shown(`[[:space:]]*(export[[:space:]]+)?${any}[[:space:]]*`)} ${quoted(file.replace(/^-/, './-'))}`
  if (command !== undefined) return `${command.map(quoted).join(' ')} | tr '\\0' '\\n' | ${shown(any)}`
  if (kubernetes !== undefined) {
    const which = container === undefined ? [] : [`--containers=${quoted(container)}`]
    const list = [...kubectlWords(target), 'set env', kubernetes, '--list', ...which].join(' ')
    return `${list} | ${shown(any, `/^# ${any} from /p;`)} #"names that come by envFrom are not listed"`
  }
  const id = pidFile === undefined ? String(process) : `"$(cat ${quoted(pidFile)})"`
  return `tr '\\0' '\\n' </proc/${id}/environ | ${shown(any)}`
}
