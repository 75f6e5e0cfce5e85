import type { Loaded } from '../core/problem.ts'
import { usage } from './say.ts'

/** The options with `--release` trimmed; one that is blank is a mistake: mostly a variable that is not set. */
export function withRelease<T extends { readonly release?: string }>(options: T): Loaded<T> {
  if (options.release === undefined) return { ok: true, value: options, warnings: [] }
  const release = options.release.trim()
  if (release === '')
    return { ok: false, problems: [usage('--release is empty', 'is the variable set? Leave it out where no release is meant')] }
  return { ok: true, value: { ...options, release }, warnings: [] }
}
