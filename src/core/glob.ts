import picomatch from 'picomatch'

/** Whether a text matches a glob (`api-*`, `docs/**`); a leading dot is a character like any other. */
export function globMatcher(glob: string): (text: string) => boolean {
  return picomatch(glob, { dot: true })
}

/** Whether a path is a glob, not the name of one file. */
export function isGlob(path: string): boolean {
  return picomatch.scan(path).isGlob
}
