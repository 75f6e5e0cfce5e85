import { CommanderError } from 'commander'
import { program } from '../../docs/generate/cli.ts'
import { blocksOf, inlineCode } from './markdown.ts'

/** Command lines of `readiness` in fenced blocks, in workflows too; they must be whole. */
export const wholeLines = (page: string): string[] =>
  blocksOf(page)
    .filter(({ info }) => info === 'sh' || info === 'yaml')
    .flatMap(({ text }) => text.split('\n').flatMap((line) => /^(?:\$ |.*\brun: )?(readiness .*)$/.exec(line.trim())?.[1] ?? []))

/** The same within a line of text; they may be a part of a command line. */
export const partialLines = (page: string): string[] => inlineCode(page).filter((code) => /^readiness [a-z-]/.test(code))

/** The words of a command line as a shell would split them; a comment at the end is left out. */
export function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(#.*)$|([^\s"']+)/g)]
  return words.flatMap(([, double, single, comment, plain]) => (comment === undefined ? [double ?? single ?? plain ?? ''] : [])).slice(1)
}

/** What the command line says to these words, without running anything; undefined when it takes them. */
export async function objection(words: readonly string[]): Promise<string | undefined> {
  const whole = program()
  const quiet = { writeErr: () => {}, writeOut: () => {} }
  for (const command of [whole, ...whole.commands]) command.configureOutput(quiet).exitOverride()
  try {
    await whole.parseAsync([...words], { from: 'user' })
    return undefined
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? undefined : error.message
    throw error
  }
}

/** The same for a part of a command line: the command and its flags must be there, arguments may be missing. */
export function partialObjection(words: readonly string[]): string | undefined {
  const whole = program()
  const command = whole.commands.find((one) => one.name() === words[0])
  if (!command && !words[0]?.startsWith('-')) return `there is no command ${words[0] ?? ''}`
  const known = new Set([...whole.options, ...(command?.options ?? [])].flatMap(({ short, long }) => [short, long]))
  const odd = words.filter((word) => word.startsWith('-') && word !== '--help' && !known.has(word))
  return odd.length > 0 ? `${words[0] ?? ''} has no ${odd.join(', ')}` : undefined
}
