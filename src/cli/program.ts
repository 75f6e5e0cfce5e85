import { Command, CommanderError, Option } from 'commander'
import { readerMayLeave, Undelivered } from './delivery.ts'
import { EXIT } from './exit.ts'
import { processTerminal, type Terminal } from './terminal.ts'
import { VERSION } from './version.ts'

/** Parses the command line, runs the command, gives the exit status. Never throws for a user's mistake. */
export async function main(line: readonly string[]): Promise<number> {
  // Colour is a matter of the terminal: the flag may stand anywhere.
  const argv = line.filter((word) => word !== '--no-color')
  const terminal = processTerminal(argv.length < line.length ? false : undefined)
  let status: number = EXIT.internal
  const program = buildProgram(terminal, async (run) => {
    status = await run()
  })
  const stranger = await unknownCommand(argv, program, terminal)
  if (stranger !== undefined) return stranger
  try {
    await program.parseAsync(argv.length === 0 ? ['check'] : [...argv], { from: 'user' })
    return status
  } catch (error) {
    if (error instanceof CommanderError) {
      await terminal.stderr.write(elsewhere(error, argv, program))
      return error.exitCode === 0 ? EXIT.go : EXIT.wrong
    }
    return internal(error, terminal, argv.includes('--verbose'))
  }
}

/** A first word that is no command: commander would take it for an argument of the default command. */
async function unknownCommand(argv: readonly string[], program: Command, terminal: Terminal): Promise<number | undefined> {
  const [word] = argv
  const names = [...program.commands.map((command) => command.name()), 'help']
  if (word === undefined || word.startsWith('-') || names.includes(word)) return undefined
  const [{ nearest }, { sayProblems, usage }] = await Promise.all([import('../core/nearest.ts'), import('./say.ts')])
  const near = nearest(word, names)
  return sayProblems(
    [usage(`there is no command ${word}`, near === undefined ? `commands: ${names.join(', ')}` : `did you mean ${near}?`)],
    terminal,
  )
}

/** For an option that the command does not have: the commands that have it, as a line. */
function elsewhere({ code, message }: CommanderError, [word]: readonly string[], program: Command): string {
  const flag = code === 'commander.unknownOption' ? /'(-[^'=]+)/.exec(message)?.[1] : undefined
  if (flag === undefined) return ''
  const owners = program.commands
    .filter(({ options }) => options.some(({ long, short }) => flag === long || flag === short))
    .map((command) => command.name())
  const named = program.commands.some((command) => command.name() === word) ? (word ?? '') : 'check'
  return owners.length === 0 ? '' : `${named} has no ${flag}; it is an option of ${owners.join(', ')}\n`
}

/** A fault of ours: one sentence, the stack only when asked for, and never the values that the error holds. */
async function internal(error: unknown, terminal: Terminal, verbose: boolean): Promise<number> {
  if (error instanceof Undelivered) {
    await terminal.stderr.write(`readiness: ${error.message}; no verdict was delivered\n`).catch(() => {})
    return EXIT.internal
  }
  const known = error instanceof Error ? error : new Error('unknown')
  const text = verbose
    ? `${known.name}\n${(known.stack ?? '').split('\n').slice(1).join('\n')}`
    : `${known.name}: ${known.message.slice(0, 300)}`
  await terminal.stderr.write(`readiness: an internal fault, no verdict was delivered: ${text}\n`).catch(() => {})
  return EXIT.internal
}

type Act = (run: () => Promise<number>) => Promise<void>

/** Loaded when one of them runs: the help needs none. */
const offline = async () => (await import('./offline.ts')).OFFLINE

/** The whole command line: commands, flags, help. `act` gets what a parsed command would do, and may leave it undone. */
export function buildProgram(terminal: Terminal, act: Act): Command {
  const program = new Command('readiness')
    .description('Looks at a live deployment, judges it against a readiness checklist, and ends in GO, NO-GO or UNDETERMINED.')
    .version(VERSION, '-V, --version', 'print the version')
    .option('--no-color', 'no colours (NO_COLOR and FORCE_COLOR are obeyed too)')
    .showHelpAfterError('(readiness --help lists commands and options)')
    .showSuggestionAfterError(true)
    .configureOutput({
      writeErr: (text) => void terminal.stderr.write(text).catch(() => {}),
      writeOut: (text) => void terminal.stdout.write(text).catch(() => {}),
    })
    .exitOverride()
    .enablePositionalOptions()
    .addHelpText(
      'after',
      `
Exit status: 0 GO, 1 NO-GO, 2 checklist, configuration or command line is wrong, 3 UNDETERMINED,
70 internal fault or report not delivered, 130 or 143 interrupted.

Examples:
  readiness init --url http://localhost:3000     write a readiness.yaml and a first checklist that runs
  readiness check --env staging                  look, judge, report
  readiness check --env staging -o html:report.html -o junit:report.xml
  readiness plan --env production                what a run would send, without sending it
  readiness explain unknown                      what a word, an item or a probe means`,
    )
  checkCommand(program, terminal, act)
  offlineCommands(program, readerMayLeave(terminal), act)
  laterCommands(program, readerMayLeave(terminal), act)
  return program
}

const list = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value]

const withSources = (command: Command): Command =>
  command
    .option('-c, --config <file>', 'readiness.yaml to use (default: here or in a folder above)')
    .option('--checklist <file>', 'checklist to use in place of those in readiness.yaml (repeatable)', list)

const withSelection = (command: Command): Command =>
  withSources(command)
    .option('-e, --env <name>', 'environment (default: the only one)')
    .option('--phase <name>', 'phase to judge (repeatable; default: those of the environment)', list)
    .option('--param <name=value>', 'value of a checklist parameter (repeatable)', list)
    .option('--only <id or glob>', 'judge only these items or requirement ids (repeatable); the run is partial', list)
    .option('--skip <id or glob>', 'leave these out (repeatable); the run is partial', list)
    .option('--severity <name>', 'judge only items of this severity (repeatable); the run is partial', list)
    .option('--tag <name>', 'judge only items with this tag (repeatable); the run is partial', list)
    .option('--failed <run.json>', 'judge only items that did not pass in a recorded run or report; the run is partial')
    .option('--release <commit>', 'the release that is to be judged')
    .option('--allow-exec', 'allow programs that the checklist or readiness.yaml names')

function checkCommand(program: Command, terminal: Terminal, act: Act): void {
  withSelection(program.command('check', { isDefault: true }).description('look at an environment, judge it, report (the default command)'))
    .addOption(new Option('-f, --format <name>', 'what goes to stdout: pretty, json, junit, markdown, github, html').default('pretty'))
    .option('-o, --output <format:file>', 'write a report to a file as well (repeatable)', list)
    .option('--record <file>', 'keep what was seen, for replay and as evidence')
    .option('--record-full', 'with --record: keep whole observations')
    .option('--deadline <duration>', 'end the run after this time, for example 2m; what is unfinished is unknown')
    .option('--concurrency <n>', 'looks at the same time', '10')
    .option('-q, --quiet', 'no progress, a short report')
    .option('-v, --verbose', 'every finding, each look as it ends')
    .addHelpText(
      'after',
      `
Examples:
  readiness check --env staging
  readiness check --env staging --only 'tokens.*' --verbose
  readiness check --env production --phase pre-deploy --release $(git rev-parse HEAD) -o html:sign-off.html
  readiness check --env staging --failed run.json          only what did not pass last time`,
    )
    .action((options) => act(async () => (await import('./check.ts')).check(options, terminal)))
}

function offlineCommands(program: Command, terminal: Terminal, act: Act): void {
  withSources(program.command('validate').description('load everything and tell what is wrong; no network, no secrets'))
    .addHelpText('after', '\nExamples:\n  readiness validate\n  readiness validate --checklist checklists/event-deletion.yaml')
    .action((options) => act(async () => (await offline()).validate(options, terminal)))
  withSelection(program.command('plan').description('tell what a run would send, query and execute; touches nothing'))
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExamples:\n  readiness plan --env production\n  readiness plan --env staging --only tokens.replay')
    .action((options) => act(async () => (await offline()).plan(options, terminal)))
  withSources(program.command('list').description('list items with phase, severity and the document lines they settle'))
    .option('--parts', 'the parts of composed items too, below them')
    .option('--uncovered', 'lines of the source document that no item names')
    .option('--source <file>', 'with --uncovered: where the source document is')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExamples:\n  readiness list --parts\n  readiness list --uncovered --source docs/PRODUCTION_READINESS.md')
    .action((options) => act(async () => (await offline()).list(options, terminal)))
  withSources(
    program
      .command('explain')
      .description('explain an item, a probe, an outcome, a reason, an exit status or a problem code; works offline')
      .argument('<word>', 'for example tokens.replay, postgres, insufficient, unknown-key, 3'),
  )
    .addHelpText('after', '\nExamples:\n  readiness explain tokens.replay\n  readiness explain postgres\n  readiness explain insufficient')
    .action((word: string, options) => act(async () => (await offline()).explain(word, options, terminal)))
  program
    .command('render')
    .description('render a recorded run or a JSON report in another format')
    .argument('<run.json>')
    .addOption(new Option('-f, --format <name>', 'what goes to stdout').default('pretty'))
    .option('-o, --output <format:file>', 'write to a file as well (repeatable)', list)
    .option('-v, --verbose', 'every finding')
    .option('-q, --quiet', 'a short report')
    .addHelpText('after', '\nExamples:\n  readiness render run.json -f html > report.html\n  readiness render report.json -f markdown')
    .action((file: string, options) => act(async () => (await offline()).render(file, options, terminal)))
  program
    .command('replay')
    .description('judge a recorded run again, without looking')
    .argument('<run.json>')
    .option('--checklist <file>', 'judge by this checklist in place of the recorded one (repeatable)', list)
    .addOption(new Option('-f, --format <name>', 'what goes to stdout').default('pretty'))
    .option('-o, --output <format:file>', 'write to a file as well (repeatable)', list)
    .option('-v, --verbose', 'every finding')
    .option('-q, --quiet', 'a short report')
    .addHelpText('after', '\nExamples:\n  readiness replay run.json\n  readiness replay run.json --checklist checklists/edited.yaml')
    .action((file: string, options) => act(async () => (await offline()).replay(file, options, terminal)))
}

function laterCommands(program: Command, terminal: Terminal, act: Act): void {
  withSources(program.command('cleanup').description('undo what an earlier, killed run left behind'))
    .option('--run <id>', 'only this run')
    .option('--list', 'only show what would be undone')
    .addHelpText('after', '\nExamples:\n  readiness cleanup --list\n  readiness cleanup')
    .action((options) => act(async () => (await import('./cleanup.ts')).cleanup(options, terminal)))
  withSources(program.command('attest').description('write down that a person attests an item').argument('<item>'))
    .requiredOption('-e, --env <name>', 'environment that the word is for')
    .option('--by <person>', 'name of the person')
    .option('--role <role>', 'role (default: the one that the item names)')
    .option('--evidence <text>', 'link or sentence that others can check')
    .option('--release <commit>', 'the release that the word is for')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      '\nExamples:\n  readiness attest stakeholders.informed --env production --by "Ada Lovelace" --evidence https://wiki/notice --yes',
    )
    .action((item: string, options) => act(async () => (await offline()).attest(item, options, terminal)))
  program
    .command('schema')
    .description('print a JSON Schema for editors and tools')
    .argument('<what>', 'checklist, config, attestations or report')
    .addHelpText('after', '\nExamples:\n  readiness schema checklist > checklist.schema.json')
    .action((what: string) => act(async () => (await offline()).schema(what, terminal)))
  program
    .command('init')
    .description('write a readiness.yaml and a first checklist that runs')
    .option('--url <url>', 'origin of the deployment, for example http://localhost:3000')
    .option('--name <name>', 'name of the environment', 'staging')
    .option('--path <path>', 'a path that answers when all is well', '/')
    .option('--force', 'overwrite files that are there')
    .addHelpText('after', '\nExamples:\n  readiness init\n  readiness init --url https://staging.example.com --path /health')
    .action((options) => act(async () => (await offline()).init(options, terminal)))
}
