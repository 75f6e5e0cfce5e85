import { expect, it } from 'vitest'
import { compile } from './compile.ts'
import { lettersCompared } from './letters.ts'
import { scope } from './sample.ts'

const told = (source: string) => {
  const program = compile(scope, source, 'bool')
  if (program.kind === 'problem') throw new Error(`${source}: ${program.message}`)
  return lettersCompared(program).map(({ hint }) => hint)
}

it.each([
  ["json.version >= '1.10.0'", "write semver(json.version) >= semver('1.10.0')"],
  ["'v2' < text", "write semver('v2') < semver(text)"],
  ["text > '15.18 (Debian 15.18-1)'", "write semver(text) > semver('15.18 (Debian 15.18-1)')"],
  ["json.count <= '10'", 'write double(json.count) <= 10.0'],
  ["json.items.all(i, i.share >= '99.5')", 'write double(i.share) >= 99.5'],
  ["status == 200 && json.age < '10s'", "write duration(json.age) < duration('10s')"],
])('%s compares letters', (source, hint) => {
  expect(told(source)).toEqual([hint])
})

it.each([
  "json.date >= '2026-01-31'",
  "json.date >= '2026-01'",
  "notAfter > '2026-01-31T00:00:00Z'",
  "json.migration >= '20260131093000'",
  "json.name < 'm'",
  "json.version == '1.10.0'",
  "json.version != '1.10.0'",
  "semver(json.version) >= semver('1.10.0')",
  'double(json.count) <= 10.0',
  'status < 500',
])('%s does not', (source) => {
  expect(told(source)).toEqual([])
})

it('stands under the text', () => {
  const source = "status == 200 && json.version >= '1.10.0'"
  const program = compile(scope, source, 'bool')
  const [problem] = program.kind === 'program' ? lettersCompared(program) : []
  expect(source.slice(problem?.start, problem?.end)).toBe("'1.10.0'")
  expect(problem?.message).toBe('>= compares letters here, not versions: by letters "9" is more than "10"')
})
