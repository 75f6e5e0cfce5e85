import type { Description } from '../contract.ts'
import type { Params } from './schema.ts'

/** The requests as one kubectl line; it also prints what the probe leaves out of a secret. */
export function describe(params: Params): Description {
  const names = params.names ?? []
  const which = names.length > 0 ? names.join(' ') : params.selector
  const summary = ['kubectl get', params.kinds.join(','), which].filter(Boolean).join(' ')
  const objects = names.map((name) => (name.includes('/') ? name : params.kinds.map((kind) => `${kind}/${name}`).join(' ')))
  const selector = params.selector === undefined ? [] : [`--selector='${params.selector.replaceAll("'", `'\\''`)}'`]
  const repeat = names.length > 0 ? ['kubectl get', ...objects] : ['kubectl get', params.kinds.join(','), ...selector]
  return { summary, repeat: repeat.join(' ') }
}
