import { expect, it } from 'vitest'
import { item, report, section } from '../fixtures/build.ts'
import { caseReport } from '../fixtures.ts'
import { code, fence, inert } from './inert.ts'
import { renderMarkdown } from './markdown.ts'

it('keeps mentions, references and addresses from acting, once each', () => {
  expect(inert('@a #1 GH-2 https://x www.y')).toBe('@&#8203;a #&#8203;1 GH-&#8203;2 https:&#8203;//x www&#8203;.y')
  expect(inert('<b> & ![x](y) | `z`')).toBe('&lt;b&gt; &amp; !\\[x\\](y) \\| \\`z\\`')
  expect([inert('# x'), inert('- x'), inert('1. x')]).toEqual(['\\# x', '\\- x', '1\\. x'])
  expect(inert('_a_ __b__ :tada: :100:')).toBe('\\_a\\_ \\_\\_b\\_\\_ \\:tada: \\:100:')
})

it('leaves alone what does nothing', () => {
  const text = '0.1.0 at 03:13:10 (2 of 3), snake_case, {}, what!'
  expect(inert(text)).toBe(text)
})

it('makes fences and spans longer than any run of ticks inside', () => {
  expect(fence(['````'])).toEqual(['`````text', '````', '`````'])
  expect([code('a``b'), code('`'), code('a|b')]).toEqual(['```a``b```', '`` ` ``', '`a\\|b`'])
})

it('leaves details out before it cuts the verdict, and counts them', () => {
  const items = Array.from({ length: 2000 }, (_, index) =>
    item(`i${index}`, `Item ${index}`, { severity: 'critical', outcome: 'fail', why: 'because '.repeat(50) }),
  )
  const text = renderMarkdown(report([section('S', items)]))
  expect(text.length).toBeLessThanOrEqual(60_000)
  expect(text).toMatch(/^## ❌ NO-GO/)
  expect(text).toMatch(/\*\*1,\d{3} more blocks of details are left out here\*\*/)
  expect(text.trimEnd()).toMatch(/verdict \*\*NO-GO\*\*$/)
})

it('folds what is well', () => {
  const text = renderMarkdown(caseReport('no-go'))
  expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length)
  expect(text).toContain('| staging | critical | critical 2 of 4 = 50 %, 1 unknown, needs 100 %: cannot be met | ❌ not met |')
})
