import v8 from 'node:v8'

/**
 * No optimising tier for WebAssembly, and a function is optimised after four times as much work as by default: a run of a
 * second or two would else spend a quarter of its CPU on compiling what then hardly runs.
 */
const NODE_20 = ['--liftoff-only', '--interrupt-budget=500000']

/**
 * Makes a run short on Node 20; the optimising of WebAssembly would keep the process 60 ms longer after the first request
 * (docs/performance.md). Called when all code is loaded and before the first request: under other flags V8 refuses the
 * compiled code of Node's own modules and of ours.
 */
export function optimiseLess(): void {
  if (process.versions.node.startsWith('20.')) for (const flag of NODE_20) v8.setFlagsFromString(flag)
}
