import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { program } from '../../docs/generate/cli.ts'
import { stalePages } from '../../docs/generate.ts'
import { UNKNOWN_REASONS } from '../../src/core/unread.ts'
import { EFFECTS } from '../../src/core/effect.ts'
import { OUTCOMES, VERDICTS } from '../../src/core/outcome.ts'
import { PROBLEMS } from '../../src/core/problems.ts'
import { FORMATS } from '../../src/report/registry.ts'
import { RELEASE_STATES } from '../../src/probes/recorded-run/schema.ts'
import { objection, partialLines, partialObjection, wholeLines, wordsOf } from './command-lines.ts'
import { anchorsOf, blocksOf, linksOf, namesIn, pages, read, root } from './markdown.ts'
import { kindOf, problemsOf } from './yaml-blocks.ts'

it('has generated parts that are as the code says; npm run docs makes them so', async () => {
  expect(await stalePages()).toEqual([])
})

const blocks = pages.flatMap(blocksOf)
const yaml = blocks.filter(({ info }) => info.startsWith('yaml'))

describe('examples', () => {
  it('are all of a kind that is loaded here', () => {
    expect(yaml.filter((block) => kindOf(block) === undefined).map(({ page, line }) => `${page}:${line}`)).toEqual([])
    for (const kind of ['checklist', 'configuration', 'item', 'attestations', 'workflow']) expect(yaml.map(kindOf)).toContain(kind)
  })

  it.each(yaml.map((block) => [`${block.page}:${block.line}`, block] as const))('of %s load without a problem', async (_, block) => {
    expect((await problemsOf(block)).map(({ code, message, place }) => `${code} in line ${place?.line ?? 0}: ${message}`)).toEqual([])
  })
})

describe('command lines', () => {
  const whole = pages.flatMap((page) => wholeLines(page).map((line) => [page, line] as const))
  it('are there', () => expect(whole.length).toBeGreaterThan(10))

  it.each(whole)('of %s exist: %s', async (_, line) => {
    expect(await objection(wordsOf(line))).toBeUndefined()
  })

  it('within the text name existing commands and flags', () => {
    const lines = pages.flatMap((page) => partialLines(page).map((line) => ({ page, line, why: partialObjection(wordsOf(line)) })))
    expect(lines.length).toBeGreaterThan(20)
    expect(lines.filter(({ why }) => why !== undefined)).toEqual([])
  })

  it('that do not exist are found', async () => {
    expect(await objection(wordsOf('readiness check --evn staging'))).toContain('--evn')
    expect(await objection(wordsOf('readiness attest --env staging'))).toContain('missing required argument')
    expect(await objection(wordsOf('readiness list probes'))).toContain('too many arguments')
    expect(partialObjection(wordsOf('readiness sign --env staging'))).toContain('no command')
    expect(partialObjection(wordsOf('readiness plan --dry'))).toContain('--dry')
  })
})

it.each(pages)('links of %s lead somewhere', (page) => {
  const broken = linksOf(page).filter((link) => {
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? page : relative(root, join(root, dirname(page), path))
    if (!existsSync(join(root, target))) return true
    return anchor !== undefined && !anchorsOf(target).includes(anchor)
  })
  expect(broken).toEqual([])
})

it.each([
  ['outcomes', 'docs/outcomes.md', 'Outcomes of an item', OUTCOMES],
  ['reasons', 'docs/outcomes.md', 'Reasons for unknown', UNKNOWN_REASONS],
  ['verdicts', 'docs/outcomes.md', 'The verdict', VERDICTS],
  ['effects', 'docs/environments.md', 'Effects and `allow`', EFFECTS],
  ['states of the release', 'docs/environments.md', '`identify` and `release`', RELEASE_STATES],
  ['formats', 'docs/reports.md', 'Reports', FORMATS.map(({ name }) => name)],
  ['problems', 'docs/problems.md', 'Problems', Object.keys(PROBLEMS)],
  [
    'commands',
    'README.md',
    'First steps',
    program()
      .commands.map((command) => command.name())
      .filter((name) => name !== 'init'),
  ],
] as const)('all %s are explained, and no others', (_, page, heading, real) => {
  const documented = namesIn(page, heading).map((name) => /^readiness ([a-z]+)/.exec(name)?.[1] ?? name)
  expect(documented.sort()).toEqual([...real].sort())
})

it('names no path of a machine and no host of a registry', () => {
  for (const page of [...pages, '.env.example', '.github/workflows/ci.yml'])
    expect(read(page)).not.toMatch(/\/work\/|\/root\/|\/home\/|\/\/registry|artifactory/i)
})
