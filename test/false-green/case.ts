import type { ServerResponse } from 'node:http'
import type { CliResult } from '../../fixtures/run/cli.ts'
import type { Folder } from '../scenarios/folder.ts'
import type { Received } from '../support/server.ts'

/** One case in which a careless tool says go; `Fnn` in a title is its number in the catalogue of what others did. */
export interface Case {
  readonly title: string
  /** The exact exit status that is wanted. */
  readonly status: number
  /** What stdout or stderr must say. */
  readonly says: RegExp
  readonly scene: Scene | ((stage: Stage) => Scene | Promise<Scene>)
}

/** A user's folder and command line; what is left out is healthy. */
export interface Scene {
  /** Items of checklist.yaml. */
  readonly items?: string
  /** Keys at the head of checklist.yaml; default a gate of 100 % of the critical ones. */
  readonly head?: string
  /** Keys of the environment beside url and phases. */
  readonly environment?: string
  /** Origin of the environment; default the target of the suite. */
  readonly url?: string
  readonly files?: Readonly<Record<string, string>>
  /** After `check`. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** In place of `readiness check`. */
  readonly run?: (folder: Folder) => Promise<CliResult>
  /** What else must hold; each complaint is a sentence. */
  readonly verify?: (result: CliResult, folder: Folder) => Complaints | Promise<Complaints>
}
export type Complaints = readonly (string | false)[]

export type Answer = (request: Received, response: ServerResponse) => void | Promise<void>

/** What a case may use; all of it goes when the case ends. */
export interface Stage {
  /** The shared target, see `target.ts`. */
  readonly url: string
  /** A server of the case's own. */
  readonly serve: (answer: Answer) => Promise<{ readonly url: string; readonly requests: readonly Received[] }>
  readonly atEnd: (close: () => unknown) => void
}

/** An item `one`, critical, with this body. */
export const one = (body: string, more = ''): string => `- id: one
  title: The one that matters
  severity: critical
${indented(body)}${more === '' ? '' : `\n${more}`}`

/** An item that asks the target for a path and expects this. */
export const asks = (path: string, expect: string, more = ''): string =>
  one(
    [
      `probe: http`,
      `with: { path: ${path} }`,
      `timeout: 2s`,
      `retry: 0`,
      `expect: ${JSON.stringify(expect)}`,
      ...(more === '' ? [] : [more]),
    ].join('\n'),
  )

/** An item that passes. */
export const GOOD = `- id: good
  title: All is well
  severity: critical
  probe: http
  with: { path: /ok }
  expect: "status == 200"`

export const indented = (text: string): string => text.replaceAll(/^/gm, '  ')

export const refused = (title: string, says: RegExp, scene: Case['scene']): Case => ({ title, status: 2, says, scene })
export const noGo = (title: string, says: RegExp, scene: Case['scene']): Case => ({ title, status: 1, says, scene })
export const unknown = (title: string, says: RegExp, scene: Case['scene']): Case => ({ title, status: 3, says, scene })
