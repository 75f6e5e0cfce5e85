import { readFileSync, readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { PROBLEMS } from './problems.ts'

const FOLDERS = ['document', 'looks', 'checklist', 'config', 'engine', 'cli']
const USES = /\bcode: '([a-z-]+)'|(?:\bcomplain\([^']*?|\bfault\(|\bat\([a-z.]+, |\bwhole\()'([a-z]+(?:-[a-z0-9]+)+|cycle)'/g
/** Codes of zod's own issues, not of ours. */
const FOREIGN = ['custom']

const sources = FOLDERS.flatMap((folder) => {
  const home = new URL(`../${folder}/`, import.meta.url)
  return readdirSync(home)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => [`${folder}/${name}`, readFileSync(new URL(name, home), 'utf8')] as const)
})

it('explains every code that the sources use', () => {
  const used = sources.flatMap(([file, text]) => [...text.matchAll(USES)].map((match) => [match[1] ?? match[2] ?? '', file] as const))
  expect(used.length).toBeGreaterThan(50)
  const unexplained = used.filter(([code]) => !Object.hasOwn(PROBLEMS, code) && !FOREIGN.includes(code))
  expect(unexplained).toEqual([])
})

it('has one line of text for each code', () => {
  for (const [code, text] of Object.entries(PROBLEMS)) {
    expect(code).toMatch(/^[a-z]+[a-z0-9-]*$/)
    expect(text).toMatch(/^[A-Z][^\n]+\.$|^[a-z].*\.$/)
  }
})
