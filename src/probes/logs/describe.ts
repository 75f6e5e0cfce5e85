import { basename, dirname } from 'node:path'
import { formatDuration } from '../../core/duration.ts'
import { quoted } from '../../core/shell-word.ts'
import type { Description, Where } from '../contract.ts'
import { globWord, kubectlWords } from '../shell.ts'
import type { Params, Target } from './schema.ts'

const WINDOWS = { run: 'this run', boot: 'the last boot' } as const

/** `lines with "x" of logs since this run`; by hand the lines of the same sources that hold the texts, older ones too. */
export function describe(params: Params, { target = 'logs', settings }: Where<Target>): Description {
  const { since, contains, tail } = params
  const texts = [contains ?? []].flat()
  const window = typeof since === 'number' ? `the last ${formatDuration(since)}` : WINDOWS[since ?? 'run']
  const what = texts.length === 0 ? 'lines' : `lines with ${texts.map((text) => JSON.stringify(text)).join(' and ')}`
  return {
    summary: `${tail === undefined ? '' : `last ${tail} `}${what} of ${target}${since === undefined ? '' : ` since ${window}`}`,
    ...(settings === undefined ? {} : { repeat: lineOf(params, texts, settings) }),
  }
}

function lineOf({ since, tail, bootMarker }: Params, texts: readonly string[], target: Target): string {
  // With the marker beside a text it is seen which lines are those of the last start.
  const marked = bootMarker !== undefined && texts.length < 2 ? [[...texts, bootMarker]] : texts.map((text) => [text])
  const greps = marked.map((any) => ['grep -F', ...any.map((text) => `-e ${quoted(text)}`)].join(' '))
  const isLimited = since === undefined || (target.kubernetes !== undefined && typeof since === 'number')
  const note = typeof since === 'number' ? `the last ${formatDuration(since)}` : WINDOWS[since ?? 'run']
  return [
    commandsOf(target, greps, { since, tail }).join(' | '),
    ...(isLimited ? [] : [`#"older lines too, not only since ${note}"`]),
  ].join(' ')
}

const SHOWN_LINES = 20

function commandsOf(target: Target, greps: readonly string[], limits: Pick<Params, 'since' | 'tail'>): string[] {
  const { tail = greps.length > 0 ? undefined : SHOWN_LINES } = limits
  const cut = tail === undefined ? [] : [`tail -n ${tail}`]
  if (target.command !== undefined) return [target.command.map(quoted).join(' '), ...cut, ...greps]
  if (target.file === undefined) return [podsOf(target, { ...limits, tail }), ...greps]
  const [first = '', ...rest] = [...cut, ...greps]
  return [[first, ...[target.file].flat().map(fileWord)].join(' '), ...rest]
}

function podsOf({ kubernetes, container, ...cluster }: Target, { since, tail }: Pick<Params, 'since' | 'tail'>): string {
  return [
    ...kubectlWords(cluster),
    'logs --prefix --timestamps',
    `--tail=${tail ?? -1}`,
    ...(typeof since === 'number' ? [`--since=${Math.ceil(since / 1000)}s`] : []),
    ...(container === undefined ? [] : [`--container=${quoted(container)}`]),
    ...(typeof kubernetes === 'object' ? [`--selector=${quoted(kubernetes.selector)}`] : ['--all-pods', kubernetes ?? '']),
  ].join(' ')
}

/** `*` stands for any text in the last part of a path alone. */
const fileWord = (path: string): string =>
  path.includes('/') ? `${dirname(path) === '/' ? '' : quoted(dirname(path))}/${globWord(basename(path))}` : globWord(path)
