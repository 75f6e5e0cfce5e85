// The build: a small `main.cjs`, the command line in one file `cli.js` with the code that V8 made of it, and big libraries that few
// runs need in files of their own.
import { execFileSync } from 'node:child_process'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Loaded by the runs that ask questions, measure a secret's strength, search a repository for secrets, read tokens or use a driver. */
const APART = [
  'ioredis',
  'jose',
  'pg',
  '@inquirer/prompts',
  '@zxcvbn-ts/core',
  '@zxcvbn-ts/language-common',
  '@secretlint/core',
  '@secretlint/secretlint-rule-preset-recommend',
]

const fileOf = (library) => library.replaceAll(/[@/]+/g, '_').replace(/^_/, '')

const apart = {
  name: 'apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: new RegExp(`^(${APART.join('|')})$`) }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: `./${fileOf(path)}.cjs`, external: true },
    ),
}

/**
 * Modules of Node that a library loads and that we never use, each with the libraries and what they find in its place: HTTP/2 of
 * undici, commander's subcommands in programs of their own, and of HTTP/1 the default of a limit that we set ourselves and the
 * class of a body that we never send.
 */
const UNUSED = {
  'node:http2': { by: /\/undici\//, contents: 'exports.constants = {}' },
  'node:http': { by: /\/undici\//, contents: 'exports.maxHeaderSize = 16384; exports.IncomingMessage = class {}' },
  'node:child_process': { by: /\/commander\//, contents: '' },
}

const unused = {
  name: 'unused',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${Object.keys(UNUSED).join('|')})$`) }, ({ path, importer }) =>
      UNUSED[path].by.test(importer) ? { path, namespace: 'unused' } : undefined,
    )
    onLoad({ filter: /./, namespace: 'unused' }, ({ path }) => ({ contents: UNUSED[path].contents }))
  },
}

// CommonJS, since on Node 20 only a script can bring its compiled code with it; dynamic imports stay lazy all the same.
const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  mainFields: ['module', 'main'],
  target: 'node20',
  supported: { 'dynamic-import': false },
  minifyWhitespace: true,
  minifyIdentifiers: true,
  legalComments: 'none',
  logLevel: 'warning',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.url': '__moduleUrl' },
}
const moduleUrl = "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;"

/** The one esbuild line of the project; the floors of `bench/` are built by it too. */
export const bundle = (entryPoints, outdir, options = {}) =>
  build({ ...common, entryPoints, outdir, banner: { js: moduleUrl }, ...options })

/**
 * The whole product in `outdir`, with the code that this Node makes of it. With `named` its functions keep their names, so that a
 * test sees which modules ran.
 */
export async function product(outdir, { node = process.execPath, named = false } = {}) {
  await Promise.all([
    bundle(['src/main.ts'], outdir),
    bundle(Object.fromEntries(APART.map((library) => [fileOf(library), library])), outdir, {
      // Errors of drivers are told apart by the names of their classes.
      minifyIdentifiers: false,
    }),
    bundle({ cli: 'src/cli/program.ts' }, outdir, {
      minifyIdentifiers: !named,
      plugins: [apart, unused],
      outExtension: { '.js': '.js' },
      banner: { js: `(function (exports, require, module, __filename) {${moduleUrl}` },
      footer: { js: '})' },
    }),
  ])
  execFileSync(node, [fileURLToPath(new URL('code-cache.mjs', import.meta.url)), outdir], { stdio: ['ignore', 2, 2] })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outdir = resolve(root, process.argv[2] ?? 'dist')
  // Put in its place whole: a run that goes on meanwhile finds the files of one build.
  const next = `${outdir}.${process.pid}`
  try {
    await product(next)
    await rm(outdir, { recursive: true, force: true })
    await rename(next, outdir)
  } finally {
    await rm(next, { recursive: true, force: true })
  }
}
