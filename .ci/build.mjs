// The bundle: one small entry, one chunk per command, probe and format, so that start-up reads only what it needs.
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The one esbuild line of the project; the floors of `bench/` are built by it too. */
export const bundle = (entryPoints, outdir) =>
  build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    target: 'node20',
    legalComments: 'none',
    logLevel: 'warning',
    // CommonJS dependencies call `require` for what Node brings.
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  })

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outdir = resolve(root, process.argv[2] ?? 'dist')
  await rm(outdir, { recursive: true, force: true })
  await bundle(['src/main.ts'], outdir)
}
