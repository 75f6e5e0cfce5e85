import module from 'node:module'
import v8 from 'node:v8'

/**
 * No optimising tier for WebAssembly, and a function is optimised after four times as much work as by default: a run of a
 * second or two would else spend a quarter of its CPU on compiling what then hardly runs.
 */
const NODE_20 = ['--liftoff-only', '--interrupt-budget=500000']

/**
 * Makes the start short: V8's compile cache where Node has it (22.1), and on Node 20 less optimising; that of WebAssembly
 * would keep the process 60 ms longer after the first request (docs/performance.md).
 */
export function enableCompileCache(): void {
  if (process.versions.node.startsWith('20.')) for (const flag of NODE_20) v8.setFlagsFromString(flag)
  const { enableCompileCache: enable } = module as { enableCompileCache?: () => unknown }
  enable?.()
}
