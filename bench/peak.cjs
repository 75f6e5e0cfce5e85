// Writes the peak resident memory of this process, in kB, when it ends. Of /proc and not of getrusage, whose maximum a
// child inherits from its parent.
const { readFileSync, writeFileSync } = require('node:fs')

process.on('exit', () => {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  if (process.env.BENCH_PEAK) writeFileSync(process.env.BENCH_PEAK, kilobytes ?? '')
})
