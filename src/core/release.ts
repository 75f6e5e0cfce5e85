/** How often the release is asked at the start and at the end of a run: several replicas may answer differently. */
export const ASKED = 3

/** What is known of the release in a run: the one that was asked for, and the one that the target said runs. */
export interface KnownRelease {
  readonly expected?: string
  readonly running?: string
}

/** For two names of which the second is no more than the beginning of the first: releases are compared whole. */
export const onlyBegins = (whole: string, given: string): string =>
  given !== '' && whole !== given && whole.startsWith(given) ? ': it only begins so, give the whole name' : ''
