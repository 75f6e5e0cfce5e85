/** Runs of the secret that betray it; less cannot be told from chance. */
const RUN = 10

/** The outputs in which a piece of the secret stands, plain, reversed, as hex or as base64 at any alignment. */
export function shown(canary: string, outputs: Readonly<Record<string, string>>): string[] {
  const pieces = variants(canary).flatMap(runs)
  return Object.entries(outputs)
    .filter(([, text]) => pieces.some((piece) => text.includes(piece)))
    .map(([name]) => name)
}

function variants(canary: string): string[] {
  const hex = Buffer.from(canary).toString('hex')
  const base64 = ['', 'x', 'xx'].map((pad) =>
    Buffer.from(pad + canary)
      .toString('base64')
      .slice(4, -4),
  )
  return [canary, [...canary].reverse().join(''), hex, hex.toUpperCase(), ...base64]
}

function runs(text: string): string[] {
  const length = /^[0-9a-f]+$/i.test(text) ? 2 * RUN : RUN
  return Array.from({ length: Math.max(0, text.length - length + 1) }, (_, at) => text.slice(at, at + length))
}
