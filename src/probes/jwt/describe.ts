import type { Description } from '../contract.ts'
import type { Params } from './schema.ts'

/** What is made or read; a token alone sends nothing. */
export const describe = (params: Params): Description => ({ summary: `${whatOf(params)} (nothing is sent)` })

function whatOf({ battery, mint }: Params): string {
  if (battery) return 'make a right token and the standard wrong ones'
  return mint ? 'make a token' : 'read a token'
}
