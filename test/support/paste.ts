import { execFile } from 'node:child_process'

export interface Pasted {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a line as a person would who pastes it into bash in this folder, with these variables set. */
export async function paste(line: string | undefined, variables: Readonly<Record<string, string>> = {}, cwd?: string): Promise<Pasted> {
  if (line === undefined) throw new Error('there is no line')
  const env = { PATH: process.env['PATH'] ?? '', HOME: cwd ?? '/nonexistent', ...variables }
  return new Promise((resolve) => {
    const child = execFile('bash', ['-c', line], { env, timeout: 20_000, ...(cwd === undefined ? {} : { cwd }) }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
    child.stdin?.end()
  })
}
