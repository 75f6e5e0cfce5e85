import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { LookError } from '../core/look-error.ts'
import { readCapped, sentence, writeAtomically } from '../io/files.ts'

export const JOURNAL_SCHEMA = 'readiness.journal/1'

/** What a run is about to create, so that a later `readiness cleanup` can undo it. It never holds a secret. */
export interface JournalRecord {
  readonly schema: typeof JOURNAL_SCHEMA
  readonly run: string
  /** The process of the run on this machine, when it is known: while it lives, the run still undoes this itself. */
  readonly pid?: number
  readonly startedAt: string
  readonly environment: string
  /** Checklist file and the look in it whose `finally` undoes what was made. */
  readonly checklist: string
  readonly look: string
  readonly params: Readonly<Record<string, unknown>>
  /** Public saved values. */
  readonly saved: Readonly<Record<string, unknown>>
}

export interface JournalEntry {
  /** Throws LookError when it cannot be written; what was written before stays whole. */
  readonly update: (saved: Readonly<Record<string, unknown>>) => Promise<void>
  /** Everything was undone: the entry goes. */
  readonly close: () => Promise<void>
}

export interface Journal {
  /** Throws LookError when it cannot be written: then nothing may be sent. */
  readonly open: (record: Omit<JournalRecord, 'schema' | 'saved' | 'pid'>) => Promise<JournalEntry>
}

const MAX_BYTES = 1_048_576

/** A journal in a folder: one file per look, on disk before the first step is sent, so that it survives kill -9. `pid` is the process of the run. */
export function createJournal(folder: string, pid?: number): Journal {
  let count = 0
  return {
    async open(record) {
      await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
        throw new LookError('unconfigured', `the journal ${folder} cannot be made: ${sentence(error)}`)
      })
      count += 1
      const file = join(folder, `${record.run}-${count}.json`)
      const write = (saved: Readonly<Record<string, unknown>>) =>
        writeAtomically(file, JSON.stringify({ schema: JOURNAL_SCHEMA, ...record, ...(pid === undefined ? {} : { pid }), saved }))
      await write({})
      let last = '{}'
      return {
        update: async (saved) => {
          const text = JSON.stringify(saved)
          if (text === last) return
          last = text
          await write(saved)
        },
        // An entry that stays is undone once more by a later clean-up, which finds nothing there.
        close: () => rm(file, { force: true }).catch(() => {}),
      }
    },
  }
}

/** Everything that earlier runs may have left, oldest first; a file that cannot be read is named instead. */
export async function readJournal(folder: string): Promise<{ entries: { file: string; record: JournalRecord }[]; broken: string[] }> {
  const names = await readdir(folder).catch(() => [])
  const entries: { file: string; record: JournalRecord }[] = []
  const broken: string[] = []
  for (const name of names.filter((one) => one.endsWith('.json')).sort()) {
    const file = join(folder, name)
    const record = await readCapped(file, MAX_BYTES)
      .then((bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')) as JournalRecord)
      .catch(() => undefined)
    if (record?.schema === JOURNAL_SCHEMA) entries.push({ file, record })
    else broken.push(file)
  }
  return { entries, broken }
}
