#!/usr/bin/env node
// Anything that goes wrong before a verdict stands must not look like one: 70 until the end (design section 3).
process.exitCode = 70
import { enableCompileCache } from './cli/start-up.ts'

enableCompileCache()
const { main } = await import('./cli/program.ts')
process.exitCode = await main(process.argv.slice(2))
