import { sentence } from '../io/files.ts'
import type { Terminal } from './terminal.ts'

/** A report that did not reach its reader: no fault of ours, and no verdict is given for it. */
export class Undelivered extends Error {}

/** Runs what hands a report over; when that fails, says which report and where it should have gone. */
export async function delivering(what: string, where: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (error) {
    throw new Undelivered(`${what} could not be written to ${where}: ${hasLeft(error) ? 'nobody reads it' : sentence(error)}`)
  }
}

/** For commands that look at nothing: a reader that went away (`| head`) has seen enough, and their status stands. */
export function readerMayLeave(terminal: Terminal): Terminal {
  const { stdout } = terminal
  const write = (text: string) =>
    stdout.write(text).catch((error: unknown) => {
      if (hasLeft(error)) return
      throw new Undelivered(`stdout could not be written: ${sentence(error)}`)
    })
  return { ...terminal, stdout: { isTTY: stdout.isTTY, columns: stdout.columns, write } }
}

/** Whether a stream broke because its reader is gone. */
const hasLeft = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EPIPE'
