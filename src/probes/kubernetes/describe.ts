import { quoted } from '../../core/shell-word.ts'
import type { Description, Where } from '../contract.ts'
import { kubectlWords } from '../shell.ts'
import type { Params, Target } from './schema.ts'

/** The requests as one kubectl line; it also prints what the probe leaves out of a secret. */
export function describe(params: Params, { settings }: Where<Target>): Description {
  const names = params.names ?? []
  const which = names.length > 0 ? names.join(' ') : params.selector
  const summary = ['kubectl get', params.kinds.join(','), which].filter(Boolean).join(' ')
  const objects = names.map((name) => (name.includes('/') ? name : params.kinds.map((kind) => `${kind}/${name}`).join(' ')))
  const selector = params.selector === undefined ? [] : [`--selector=${quoted(params.selector)}`]
  const asked = names.length > 0 ? objects : [params.kinds.join(','), ...selector]
  return { summary, repeat: [...kubectlWords(settings), 'get', ...asked].join(' ') }
}
