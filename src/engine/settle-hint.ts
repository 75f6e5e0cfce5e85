import type { Unknown } from '../core/outcome.ts'
import { unprovenIn } from '../core/unproven.ts'
import type { UnknownReason } from '../core/unread.ts'

/** How an item that is unknown for this reason could be settled; shown beside it in every report. */
const HINTS: Readonly<Record<UnknownReason, string>> = {
  unreachable: 'make the target reachable from here and run again',
  timeout: 'find out why the target did not answer in time, or raise `timeout`, and run again',
  unauthorized: 'give the credential the right to read this, or name a person who attests it',
  refused: 'run it in an environment that allows this effect, or attest it',
  unconfigured: 'declare the missing target or secret in readiness.yaml',
  blocked: 'settle the item it needs first',
  unattested: 'have the named role attest it with readiness attest',
  insufficient: 'gather enough to judge and run again',
  malformed: 'look at what the target answered: it has not the form that was wanted',
  unsupported: 'install the missing program, or attest it',
  interrupted: 'run again to the end',
  internal: 'this is a fault of readiness: run again with --verbose and report it',
}

/** A secret that is declared, and whose variable has no value: nothing is missing in readiness.yaml. */
const UNSET = /the variable ([A-Za-z_]\w*) is (?:not set|empty)/

/** A name that the environment does not declare. */
const NAMELESS = /\bhas no (identity|origin) (\S+)$/
const HOMES: Readonly<Record<string, string>> = { identity: 'identities', origin: 'origins' }

/** Programs that checklist or configuration name were not allowed to run. */
const NOT_ALLOWED = /--allow-exec\b/

/**
 * One sentence; for a target that did not prove to be its environment it names what to mend, for a variable without a value which one, for a
 * word that is missing whose.
 */
export function settleHint(unknown: Unknown, role?: string): string {
  const [, variable] = (unknown.reason === 'unconfigured' ? UNSET.exec(unknown.detail) : undefined) ?? []
  if (variable !== undefined) return `set ${variable} where readiness runs, and run again`
  const [, kind = '', name] = (unknown.reason === 'unconfigured' ? NAMELESS.exec(unknown.detail) : undefined) ?? []
  if (name !== undefined) return `declare the ${kind} ${name} under ${HOMES[kind]} of the environment, or name one that is there`
  if (unknown.reason === 'refused' && NOT_ALLOWED.test(unknown.detail)) return 'run again with --allow-exec'
  if (unknown.reason === 'unattested' && role !== undefined) return `have it attested by the role ${role}`
  const proof = unknown.reason === 'refused' ? unprovenIn(unknown.detail) : undefined
  return proof === undefined
    ? HINTS[unknown.reason]
    : `the target must prove to be ${proof.environment} before anything is sent; mend this and run again: ${proof.why}`
}
