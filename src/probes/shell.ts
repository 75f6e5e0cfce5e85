import type { Effect } from '../core/effect.ts'
import { quoted } from '../core/shell-word.ts'
import { Secret, shellName, type ShellPart, type ShellVariable } from '../redaction/secret.ts'
import type { Where } from './contract.ts'

/** One shell line in the making: words that are quoted, with secrets as what the shell fills in for them. */
export interface ShellLine {
  /** The text with a mark for each secret, to be put into a word. */
  readonly text: (...parts: readonly (string | Secret)[]) => string
  /** Has the shell fill in an expression such as `$i`. */
  readonly fill: (shell: string) => string
  /** Has the shell fill in a variable, and refuse the line where it is not set or empty. */
  readonly need: (variable: string, from?: string) => string
  /** A text as one word of a POSIX shell: single quotes, or double ones around what the shell fills in. */
  readonly word: (text: string) => string
  /** The plain pieces of a text and, between each two of them, what the shell fills in. */
  readonly split: (text: string) => readonly string[]
  /** The line of a command made of these words: sent as often as the look sends it, with what the reader has to know as comments. */
  readonly whole: (command: string, comments?: readonly string[]) => string
}

// Two characters that no author writes; what is between them is the place in `filled`.
const MARK = /\u0001(\d+)\u0002/g

/** Starts a line; the marks of one are worth nothing in another. */
export function shellLine({ effect, again, after }: Pick<Where, 'effect' | 'again' | 'after'> = {}): ShellLine {
  const filled: (string | ShellVariable)[] = []
  const fill = (one: string | ShellVariable): string => `\u0001${filled.push(one) - 1}\u0002`
  const part = (one: ShellPart): string => (typeof one === 'string' ? one : fill(one))
  const known = [...(after ?? []), ...(effect === undefined ? [] : [NOTES[effect]])]
  return {
    fill,
    need: (variable, from) => fill(from === undefined ? { variable } : { variable, from }),
    text: (...parts) => parts.map((one) => (one instanceof Secret ? partsOf(one).map(part).join('') : one)).join(''),
    // An interactive bash takes `!` between double quotes for a command of its history.
    word: (text) => (text.search(MARK) < 0 ? quoted(text) : `"${text.replace(/["\\$`]/g, '\\$&').replaceAll('!', `"'!'"`)}"`),
    split: (text) => text.split(/(\u0001\d+\u0002)/),
    whole: (command, comments = []) => {
      // Without a space outside of quotes, so that a report that wraps the line never breaks the comment.
      const notes = [...comments, ...known].map((note) => ` #"${note.replaceAll(/["\\$`\n]/g, '')}"`)
      return `${resolved(again === undefined ? command : repeated(command, again), filled)}${notes.join('')}`
    },
  }
}

/** What a line does that is no read. */
const NOTES: Readonly<Record<Exclude<Effect, 'read'>, string>> = {
  session: 'opens or ends a session on the target',
  data: 'changes data on the target',
  config: 'changes settings or data of the target',
  destructive: 'changes or deletes data on the target',
  lockout: 'changes the target: it may use up a limit or lock an account',
  load: 'puts load on the target, and may change it',
}

/** Of requests at the same moment each answer is printed when all of it is there. */
const repeated = (command: string, { times, atOnce }: NonNullable<Where['again']>): string =>
  atOnce ? `(for i in $(seq ${times}); do ${command} | sed -n 'H;$\{x;p;}' & done; wait)` : `for i in $(seq ${times}); do ${command}; done`

/**
 * A simple command refuses a variable without a value where it stands. In a pipe or a loop the rest would go on with an empty text, so
 * all of them are asked for before it.
 */
function resolved(command: string, filled: readonly (string | ShellVariable)[]): string {
  const used = [...command.matchAll(MARK)].map(([, at]) => filled[Number(at)] ?? '')
  const variables = new Map(used.flatMap((one) => (typeof one === 'string' ? [] : [[one.variable, one] as const])))
  const files = [...variables.values()].flatMap(({ variable, file }) =>
    file === undefined ? [] : [`${variable}=$(cat ${quoted(file)}) && `],
  )
  const isSimple = !/[|;&<>()]/.test(command.replace(/\\.|'[^']*'|"(?:[^"\\]|\\.)*"/gs, '')) && !command.includes('$(')
  const asked = isSimple || variables.size === 0 ? '' : `: ${[...variables.values()].map((one) => `"${demanded(one)}"`).join(' ')} && `
  const text = command.replace(/\u0001(\d+)\u0002(?=([\w[]?))/g, (_, at: string, next: string) => {
    const one = filled[Number(at)] ?? ''
    if (typeof one !== 'string' && isSimple) return demanded(one)
    const name = typeof one === 'string' ? one : `$${one.variable}`
    return next === '' ? name : name.replace(/^\$(\w+)$/, '${$1}')
  })
  return `${files.join('')}${asked}${text}`
}

const demanded = ({ variable, from, file }: ShellVariable): string =>
  `\${${variable}:?${(file === undefined ? (from ?? '') : `${file} is empty`).replaceAll(/[^\w ,.:;=/-]/g, '')}}`

/** Texts that are marks again after they went through JSON or a URL. */
export const marksAgain = (text: string): string => text.replace(/(?:\\u0001|%01)(\d+)(?:\\u0002|%02)/g, '\u0001$1\u0002')

/** `curl --cacert <file>` where the environment has a CA of its own. */
export const caOf = (caFile: string | undefined, url: string, flag = '--cacert'): string[] =>
  caFile === undefined || !/^https:/i.test(url) ? [] : [flag, quoted(caFile)]

/** The word before a credential is no secret, and the line would not work without it. */
const SCHEME = /^(Bearer|Basic|Token) (?=\S)/

function partsOf(secret: Secret): readonly ShellPart[] {
  if (secret.parts !== undefined) return secret.parts
  return [SCHEME.exec(secret.reveal())?.[0] ?? '', { variable: shellName(secret.name) }]
}

/** A namespace of a cluster, as targets name it. */
interface Cluster {
  readonly context?: string | undefined
  readonly namespace?: string | undefined
  readonly kubeconfig?: string | undefined
}

/** `kubectl` with the cluster of a target, as far as it is known. */
export function kubectlWords({ context, namespace, kubeconfig }: Cluster = {}): string[] {
  const options = { context, namespace, kubeconfig }
  return ['kubectl', ...Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${quoted(value)}`]))]
}

/** A path as a word of a shell in which `*` still stands for any text. */
export const globWord = (path: string): string =>
  path
    .replace(/^-/, './-')
    .split('*')
    .map((part) => (part === '' ? '' : quoted(part)))
    .join('*')
