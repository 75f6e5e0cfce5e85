import { quoted } from '../core/shell-word.ts'
import { Secret, shellName, type ShellPart } from '../redaction/secret.ts'

/** One shell line in the making: words that are quoted, with secrets as what the shell fills in for them. */
export interface ShellLine {
  /** The text with a mark for each secret, to be put into a word. */
  readonly text: (...parts: readonly (string | Secret)[]) => string
  /** Has the shell fill in an expression such as `$i`. */
  readonly fill: (shell: string) => string
  /** A text as one word of a POSIX shell: single quotes, or double ones around what the shell fills in. */
  readonly word: (text: string) => string
  /** The plain pieces of a text and, between each two of them, what the shell fills in. */
  readonly split: (text: string) => readonly string[]
  /** Comments that say where a value comes from, as words at the end of the line. */
  readonly notes: () => readonly string[]
}

// Two characters that no author writes; what is between them is the place in `filled`.
const MARK = /\u0001(\d+)\u0002/g

/** Starts a line; the marks of one are worth nothing in another. */
export function shellLine(): ShellLine {
  const filled: string[] = []
  const notes = new Set<string>()
  const fill = (shell: string): string => `\u0001${filled.push(shell) - 1}\u0002`
  const part = (one: ShellPart): string => {
    if (typeof one === 'string') return one
    if (one.note !== undefined) notes.add(one.note)
    return fill(one.shell)
  }
  return {
    fill,
    text: (...parts) => parts.map((one) => (one instanceof Secret ? partsOf(one).map(part).join('') : one)).join(''),
    word: (text) =>
      text.search(MARK) < 0
        ? quoted(text)
        : `"${text.replace(/["\\$`]/g, '\\$&').replace(MARK, (_, at: string) => filled[Number(at)] ?? '')}"`,
    split: (text) => text.split(/(\u0001\d+\u0002)/),
    // Without a space outside of quotes, so that a report that wraps the line never breaks the comment.
    notes: () => [...notes].map((note) => `#"${note}"`),
  }
}

/** Texts that are marks again after they went through JSON or a URL. */
export const marksAgain = (text: string): string => text.replace(/(?:\\u0001|%01)(\d+)(?:\\u0002|%02)/g, '\u0001$1\u0002')

/** `curl --cacert <file>` where the environment has a CA of its own. */
export const caOf = (caFile: string | undefined, url: string, flag = '--cacert'): string[] =>
  caFile === undefined || !/^https:/i.test(url) ? [] : [flag, quoted(caFile)]

/** The word before a credential is no secret, and the line would not work without it. */
const SCHEME = /^(Bearer|Basic|Token) (?=\S)/

function partsOf(secret: Secret): readonly ShellPart[] {
  if (secret.parts !== undefined) return secret.parts
  return [SCHEME.exec(secret.reveal())?.[0] ?? '', { shell: `$${shellName(secret.name)}` }]
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
