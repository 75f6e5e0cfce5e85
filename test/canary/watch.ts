import { readdirSync, readFileSync } from 'node:fs'

/** Reads the command lines of a process and all below it until `stop`, which gives every one that was seen (Linux). */
export function watchCommandLines(root: number): () => string[] {
  const seen = new Set<string>()
  const timer = setInterval(() => {
    for (const pid of below(root)) seen.add(text(`/proc/${pid}/cmdline`).replaceAll('\0', ' '))
  }, 15)
  return () => {
    clearInterval(timer)
    return [...seen].filter((line) => line !== '')
  }
}

function below(root: number): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => [Number(pid), parentOf(pid)]),
  )
  const own = new Set([root])
  for (let before = 0; before < own.size;) {
    before = own.size
    for (const [pid, parent] of parents) if (own.has(parent)) own.add(pid)
  }
  return [...own]
}

/** The fourth field; the second, a name in brackets, may hold anything. */
const parentOf = (pid: string): number =>
  Number(
    text(`/proc/${pid}/stat`)
      .replace(/^.*\) /s, '')
      .split(' ')[1],
  )

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
