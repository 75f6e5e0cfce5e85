import type { Command } from 'commander'
import { buildProgram } from '../../src/cli/program.ts'
import { processTerminal } from '../../src/cli/terminal.ts'

const WIDTH = 110
const terminal = processTerminal(false)

/** The program as users get it; nothing that is parsed with it runs. */
export const program = (): Command => buildProgram(terminal, async () => {})

/** docs/cli.md: what `--help` prints, command by command. */
export function cliPage(): string {
  const whole = program()
  const commands = whole.commands.map((command) => `## readiness ${command.name()}\n\n${help(command)}`)
  return `# Command line

What \`readiness --help\` and \`readiness <command> --help\` print.

${help(whole)}

${commands.join('\n\n')}
`
}

function help(command: Command): string {
  let text = ''
  command.configureOutput({ writeOut: (part) => void (text += part), getOutHelpWidth: () => WIDTH, getOutHasColors: () => false })
  command.outputHelp()
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\``
}
