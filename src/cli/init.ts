import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { checklistJsonSchema } from '../checklist/schema.ts'
import { parseOrigin } from '../config/origins.ts'
import { scaffold } from '../config/scaffold.ts'
import { writeAtomically } from '../io/files.ts'
import { EXIT } from './exit.ts'
import { originQuestion } from './init-question.ts'
import { sayProblems, usage } from './say.ts'
import type { Terminal } from './terminal.ts'

export interface InitOptions {
  readonly url?: string
  readonly name: string
  readonly path: string
  readonly force?: boolean
}

/** `readiness init`: writes a readiness.yaml and a first checklist that runs; asks for the URL on a terminal, again when it is none. */
export async function init(options: InitOptions, terminal: Terminal): Promise<number> {
  const url = options.url ?? (await askUrl(terminal))
  if (url === undefined)
    return sayProblems([usage('init needs the origin of the deployment', 'readiness init --url http://localhost:3000')], terminal)
  const origin = parseOrigin(url)
  if ('message' in origin) return sayProblems([usage(`--url ${origin.message}`, origin.hint)], terminal)
  if (!options.path.startsWith('/')) return sayProblems([usage(`--path wants a path that starts with /; came "${options.path}"`)], terminal)
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(options.name))
    return sayProblems([usage(`--name wants letters, digits, - and _; came "${options.name}"`)], terminal)
  const { files } = scaffold({
    environment: options.name,
    url: origin.origin,
    healthPath: options.path,
    checklistSchema: `${JSON.stringify(checklistJsonSchema(), null, 2)}\n`,
  })
  const there = files.filter(({ path }) => existsSync(resolve(terminal.cwd, path)))
  if (there.length > 0 && !options.force)
    return sayProblems(
      [
        usage(
          `${there.map(({ path }) => path).join(', ')} ${there.length === 1 ? 'exists' : 'exist'} already`,
          there.length === 1 ? '--force overwrites it' : '--force overwrites them',
        ),
      ],
      terminal,
    )
  for (const { path, text } of files) {
    await mkdir(dirname(resolve(terminal.cwd, path)), { recursive: true })
    await writeAtomically(resolve(terminal.cwd, path), text, 0o644)
  }
  await terminal.stdout.write(`${files.map(({ path }) => `wrote ${path}`).join('\n')}\n\nNext: readiness check --env ${options.name}\n`)
  return EXIT.go
}

async function askUrl(terminal: Terminal): Promise<string | undefined> {
  if (!terminal.stdout.isTTY || terminal.ci) return undefined
  const { input } = await import('@inquirer/prompts')
  return input(originQuestion).then(
    (text) => text.trim(),
    () => undefined,
  )
}
