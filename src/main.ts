#!/usr/bin/env node
// Anything that goes wrong before a verdict stands must not look like one: 70 until the end (design section 3).
process.exitCode = 70
const argv = process.argv.slice(2)
process.exitCode = argv.length === 1 && ['--version', '-V'].includes(argv[0] ?? '') ? await version() : await run()
// Everything is written by now: a socket that somebody forgot must not hold the process.
setTimeout(() => process.exit(), 1500).unref()

/** Scripts ask for it often, and it needs no more than the number. */
async function version(): Promise<number> {
  const { VERSION } = await import('./cli/version.ts')
  process.stdout.on('error', () => {}).write(`${VERSION}\n`)
  return 0
}

async function run(): Promise<number> {
  const { enableCompileCache } = await import('./cli/start-up.ts')
  enableCompileCache()
  const { main } = await import('./cli/program.ts')
  return main(argv)
}
