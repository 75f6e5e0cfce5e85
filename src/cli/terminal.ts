/** What a command knows of the world: arguments, environment and streams, so that nothing below asks for them. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly stdout: Stream
  readonly stderr: Stream
  /** Colour levels 0 to 3. */
  readonly color: { readonly stdout: 0 | 1 | 2 | 3; readonly stderr: 0 | 1 | 2 | 3 }
  readonly ci: boolean
  readonly unicode: boolean
}

export interface Stream {
  readonly isTTY: boolean
  readonly columns: number
  /** Resolves when the text has left the process; rejects when it cannot. */
  write(text: string): Promise<void>
}

/** The process's own terminal. `color` false comes from `--no-color`; NO_COLOR, FORCE_COLOR and TERM are obeyed. */
export function processTerminal(color: boolean | undefined): Terminal {
  const { env } = process
  return {
    env,
    cwd: process.cwd(),
    stdout: streamOf(process.stdout),
    stderr: streamOf(process.stderr),
    color: { stdout: colorOf(process.stdout, color), stderr: colorOf(process.stderr, color) },
    ci: truthy(env.CI) || truthy(env.GITHUB_ACTIONS),
    unicode: env.TERM !== 'dumb' && !/\b(?:C|POSIX)$/.test(env.LC_ALL || env.LC_CTYPE || env.LANG || 'UTF-8'),
  }
}

const truthy = (text: string | undefined): boolean => text !== undefined && text !== '' && text !== 'false' && text !== '0'

function streamOf(stream: NodeJS.WriteStream): Stream {
  // A reader that goes away (`| head`) or a full disk must not end the process with a stack trace: `write` tells.
  stream.on('error', () => {})
  return {
    isTTY: stream.isTTY === true,
    columns: stream.columns || 100,
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => (error ? reject(error) : resolve()))
      }),
  }
}

function colorOf(stream: NodeJS.WriteStream, wanted: boolean | undefined): 0 | 1 | 2 | 3 {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = process.env
  if (wanted === false) return 0
  if (force !== undefined && force !== '') return /^[0-3]$/.test(force) ? (Number(force) as 0 | 1 | 2 | 3) : 1
  if ((no !== undefined && no !== '') || term === 'dumb' || stream.isTTY !== true) return 0
  const depth = stream.getColorDepth()
  if (depth >= 24) return 3
  return depth >= 8 ? 2 : 1
}
