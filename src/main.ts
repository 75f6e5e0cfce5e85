#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { loadScript } from './cli/start-up.ts'
import { VERSION } from './cli/version.ts'

// Anything that goes wrong before a verdict stands must not look like one: 70 until the end (design section 3).
process.exitCode = 70
start(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`readiness: an internal fault, no verdict was delivered: ${error instanceof Error ? error.message : 'unknown'}\n`)
  process.exitCode = 70
})

async function start(argv: readonly string[]): Promise<void> {
  process.exitCode = argv.length === 1 && ['--version', '-V'].includes(argv[0] ?? '') ? version() : await run(argv)
  // Everything is written by now: a socket that somebody forgot must not hold the process.
  setTimeout(() => process.exit(), 1500).unref()
}

/** Scripts ask for it often, and it needs no more than the number. */
function version(): number {
  process.stdout.on('error', () => {}).write(`${VERSION}\n`)
  return 0
}

function run(argv: readonly string[]): Promise<number> {
  const { main } = loadScript(fileURLToPath(new URL('cli.js', import.meta.url))) as { main: (argv: readonly string[]) => Promise<number> }
  return main(argv)
}
