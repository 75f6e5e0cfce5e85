import { expect, it } from 'vitest'
import type { Report } from '../../core/report.ts'
import { item, look, report, section } from '../fixtures/build.ts'
import { CASES, caseReport } from '../fixtures.ts'
import type { Style } from '../style.ts'
import { inert } from './inert.ts'
import { renderPretty } from './pretty.ts'
import { pieces, widthOf } from './width.ts'
import { wrap, wrapCommand } from './wrap.ts'

const PLAIN: Style = { width: 80, color: 0, unicode: true, verbose: false, quiet: false }
/** An address, or one quoted argument of a command. */
const UNBREAKABLE = /:\/\/|^ +-H '.*' \\$/

it.each([
  ['abc', 3],
  ['日本語', 6],
  ['é', 1],
  ['e\u0301', 1],
  ['🚀', 2],
  ['👩‍👩‍👧‍👦', 2],
  ['🇩🇪', 2],
  ['✓', 1],
  ['ｆｕｌｌ', 8],
  ['한글', 4],
  ['\u200b', 0],
  ['1️⃣', 2],
  ['', 0],
])('measures %j as %i columns', (text, columns) => {
  expect(widthOf(text)).toBe(columns)
})

it('cuts a long word between characters and not inside one', () => {
  expect(pieces('日本語日本語', 5)).toEqual(['日本', '語日', '本語'])
})

it('wraps at words and leaves a long address whole', () => {
  expect(wrap('one two three', 8)).toEqual(['one two', 'three'])
  expect(wrap('see https://example.com/a/very/long/address here', 12)).toEqual(['see', 'https://example.com/a/very/long/address', 'here'])
  expect(wrap('', 10)).toEqual([''])
})

it('breaks a command between arguments, never inside quotes', () => {
  expect(wrapCommand(`curl -H 'A: b c d e f g' https://example.com`, 30)).toEqual([`curl -H 'A: b c d e f g' \\`, '  https://example.com'])
  expect(wrapCommand(`curl -d '{"a": "it${'x'.repeat(40)}`, 30)).toHaveLength(1)
  expect(wrapCommand(`jq -nc '{"a": "b c"}' | curl -d @- https://example.com`, 30)).toEqual([
    `jq -nc '{"a": "b c"}' | curl \\`,
    '  -d @- https://example.com',
  ])
  expect(wrapCommand(`PGSSLMODE=require psql "$URL" -c 'show all'`, 30)).toHaveLength(2)
  expect(wrapCommand(`: "\${A:?a b}" && (for i in $(seq 2); do curl "$A" & done; wait) #"a b c"`, 30)).toEqual([
    `: "\${A:?a b}" && (for i in \\`,
    '  $(seq 2); do curl "$A" & \\',
    '  done; wait) #"a b c"',
  ])
  expect(wrapCommand(`SELECT ${'x, '.repeat(40)}y`, 30)).toHaveLength(1)
})

it.each(
  [40, 60, 80, 120, 200].flatMap((width) =>
    CASES.filter(({ name }) => name !== 'hostile').map(({ name, report: given }) => ({ width, name, given })),
  ),
)('stays within $width columns: $name', ({ width, given }) => {
  const long = renderPretty(given, { ...PLAIN, width })
    .split('\n')
    .filter((row) => widthOf(row) > Math.min(width, 120) && !UNBREAKABLE.test(row))
  expect(long).toEqual([])
})

it.each([0, 1, 2, 3] as const)('colours by the style alone: level %i', (color) => {
  const text = renderPretty(caseReport('no-go'), { ...PLAIN, color })
  expect(text.includes('\u001b[')).toBe(color > 0)
  expect(text.replace(/\u001b\[[\d;]*m/g, '')).toBe(renderPretty(caseReport('no-go'), PLAIN))
})

it('writes its own words in ASCII where the terminal knows no more', () => {
  const own = renderPretty(caseReport('undetermined'), { ...PLAIN, unicode: false })
  expect(own).toMatch(/^[\x20-\x7e\n]*$/)
})

it('names a root cause once instead of every item that it blocks', () => {
  const text = renderPretty(caseReport('no-go'), PLAIN)
  expect(text.match(/blocked by db\.reachable/g)).toHaveLength(1)
  expect(text).toContain('14 items blocked by db.reachable')
  expect(renderPretty(caseReport('no-go'), { ...PLAIN, verbose: true })).toContain('Database check 14')
})

it('folds the passes of a very large run and shows its failures', () => {
  const text = renderPretty(caseReport('thousand'), PLAIN)
  expect(text).toContain('✓ 50 items pass')
  expect(text.match(/✗ A delete token works exactly once/g)).toHaveLength(3)
  expect(renderPretty(caseReport('thousand'), { ...PLAIN, verbose: true })).toContain('s20.route-50')
})

it('shows only the children that decided', () => {
  const child = (id: string, outcome: 'pass' | 'fail'): ReturnType<typeof item> => item(id, `child ${id}`, { outcome })
  const text = renderPretty(one({ outcome: 'fail', settledBy: 'children', children: [child('a', 'pass'), child('b', 'fail')] }), PLAIN)
  expect(text).toContain('child b')
  expect(text).not.toContain('child a')
})

it('gives the line that repeats the step which a finding reads, or which failed', () => {
  const steps = ['first', 'second'].map((id) => ({ id, summary: id, repeat: `curl https://example.com/${id}`, durationMs: 1 }))
  const failing = steps.map((step) =>
    step.id === 'first' ? { ...step, failed: { reason: 'timeout' as const, detail: 'no answer in 10 s' } } : step,
  )
  const unknown = { outcome: 'unknown' as const, unknown: { reason: 'timeout' as const, detail: 'first: no answer in 10 s' } }
  const text = (given: typeof steps): string =>
    renderPretty(
      {
        ...one({
          ...(given === steps ? { outcome: 'fail' } : unknown),
          looks: ['l'],
          findings: [{ role: 'expect', text: 'steps.second.status == 200', result: 'false', values: [] }],
        }),
        looks: [look('l', 'two steps', { probe: 'steps', steps: given })],
      },
      PLAIN,
    )
  expect(text(steps)).toContain('repeat  curl https://example.com/second')
  expect(text(failing)).toContain('repeat  curl https://example.com/first')
})

it('ends with the verdict', () => {
  for (const { report: given } of CASES) expect(renderPretty(given, PLAIN).trimEnd().split('\n').at(-1)).toContain(` ${given.verdict} `)
})

function one(changes: Partial<ReturnType<typeof item>>): Report {
  return report([section('Section', [item('it', 'The item', changes)])])
}

it.each(['::error::x', '   ::add-mask::GO', 'seen ##[command]rm', '##vso[task.complete]', '##teamcity[x]'])(
  'a line for a CI log is shown and not obeyed: %s',
  (row) => {
    expect(inert(row)).not.toMatch(/^\s*::|##(?:vso|teamcity)?\[/)
  },
)
