import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { appendAttestation, type Attestation } from '../config/attestations.ts'
import { nearest } from '../core/nearest.ts'
import type { Problem } from '../core/problem.ts'
import { writeAtomically } from '../io/files.ts'
import { questionOf, untilOf, type Attested } from './attest-question.ts'
import { EXIT } from './exit.ts'
import { environmentOf, loadSources, type SourceOptions } from './load.ts'
import { withRelease } from './release.ts'
import { sayProblems, usage } from './say.ts'
import type { Terminal } from './terminal.ts'

export interface AttestOptions extends SourceOptions {
  readonly env: string
  readonly by?: string
  readonly role?: string
  readonly evidence?: string
  readonly release?: string
  readonly yes?: boolean
}

/** `readiness attest <item>`: appends a person's word to attestations.yaml, for review in git. */
export async function attest(id: string, given: AttestOptions, terminal: Terminal): Promise<number> {
  const named = withRelease(given)
  if (!named.ok) return sayProblems(named.problems, terminal)
  const options = named.value
  const sources = await loadSources(options, terminal)
  if (!sources.ok) return sayProblems(sources.problems, terminal)
  const { checklists, attestationsFile } = sources.value
  const environment = environmentOf(sources.value, options.env)
  if (!environment.ok) return sayProblems(environment.problems, terminal)
  const found = checklists.flatMap((checklist) =>
    [...checklist.items.values()].filter((item) => item.id === id).map((item) => ({ checklist, item })),
  )[0]
  if (!found) {
    const near = nearest(
      id,
      checklists.flatMap(({ items }) => [...items.keys()]),
    )
    return sayProblems(
      [usage(`there is no item ${id}`, near === undefined ? 'readiness list shows them' : `did you mean ${near}?`)],
      terminal,
    )
  }
  const { item, checklist } = found
  if (!item.attest) return sayProblems([usage(`${id} is not for a person to attest: it is looked at`)], terminal)
  const { role, evidence, validMs } = item.attest
  if (options.role !== undefined && options.role.trim() !== role)
    return sayProblems(
      [usage(`${id} wants the word of ${role}; came ${options.role}`, 'leave --role out, or have that role attest it')],
      terminal,
    )
  const at = new Date()
  const asked = { id, title: item.title, role, evidence, environment: environment.value.name, ...untilOf(at, validMs) }
  const answers = await ask(options, asked, terminal)
  if ('problem' in answers) return sayProblems([answers.problem], terminal, '')
  const entry: Attestation = {
    item: id,
    checklist: checklist.id,
    environment: environment.value.name,
    ...(options.release === undefined ? {} : { release: options.release }),
    role,
    person: answers.person,
    ...(answers.evidence === undefined ? {} : { evidence: answers.evidence }),
    at: `${at.toISOString().slice(0, 19)}Z`,
    statement: item.digest,
  }
  const before = existsSync(attestationsFile) ? await readFile(attestationsFile, 'utf8') : ''
  await writeAtomically(attestationsFile, appendAttestation(before, entry), 0o644)
  await terminal.stdout.write(
    `${answers.person} attests ${id} for ${environment.value.name}: written to attestations.yaml; commit it for review.\n`,
  )
  return EXIT.go
}

interface Answers {
  readonly person: string
  readonly evidence?: string
}

async function ask(
  options: AttestOptions,
  wanted: Omit<Attested, 'person' | 'proof'> & { readonly evidence: 'required' | 'optional' },
  terminal: Terminal,
): Promise<Answers | { readonly problem: Problem }> {
  const needs = wanted.evidence === 'required'
  const given = {
    ...(options.by === undefined ? {} : { person: options.by }),
    ...(options.evidence === undefined ? {} : { evidence: options.evidence }),
  }
  if (options.yes) {
    if (given.person === undefined) return { problem: usage('--yes needs --by <person>') }
    if (needs && given.evidence === undefined)
      return { problem: usage('this item wants evidence', 'give a link or a sentence with --evidence') }
    return { ...given, person: given.person }
  }
  if (!terminal.stdout.isTTY) return { problem: usage('attest asks on a terminal', 'elsewhere give --by, --evidence and --yes') }
  const { input, confirm } = await import('@inquirer/prompts')
  try {
    const person = given.person ?? (await input({ message: `Your name (${wanted.role})`, required: true }))
    const evidence =
      given.evidence ??
      (await input({ message: `Evidence: a link or sentence that others can check${needs ? '' : ' (may be empty)'}`, required: needs }))
    const release = options.release === undefined ? {} : { release: options.release }
    const sure = await confirm({ message: questionOf({ ...wanted, ...release, person, proof: evidence }), default: false })
    return sure ? { person, ...(evidence === '' ? {} : { evidence }) } : { problem: usage('nothing was written') }
  } catch {
    return { problem: usage('nothing was written: the question was not answered') }
  }
}
