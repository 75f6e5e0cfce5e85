import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly { readonly functionName: string; readonly ranges: readonly { readonly count: number }[] }[]
  }[]
}

/** The bundler wraps each module in a function with the path of its file, run when the module is first needed. */
const LIBRARY = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//

/**
 * The libraries of which a module ran in our bundle, from the folder of V8's own coverage (`NODE_V8_COVERAGE`), and the bundled files
 * that were loaded.
 */
export function loadedLibraries(coverage: string): { readonly libraries: readonly string[]; readonly files: readonly string[] } {
  const scripts = readdirSync(coverage)
    .flatMap((file) => (JSON.parse(readFileSync(join(coverage, file), 'utf8')) as Coverage).result)
    .filter(({ url }) => url.startsWith('file:') && url.includes('/dist/'))
  const ran = scripts.flatMap(({ functions }) =>
    functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0).map(({ functionName }) => functionName),
  )
  const libraries = ran.map((name) => LIBRARY.exec(name)?.[1]).filter((name) => name !== undefined)
  return { libraries: [...new Set(libraries)].sort(), files: scripts.map(({ url }) => url.slice(url.lastIndexOf('/') + 1)) }
}
