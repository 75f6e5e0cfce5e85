import { expect, it } from 'vitest'
import { CASES, caseReport } from '../fixtures.ts'
import { item, report, section } from '../fixtures/build.ts'
import { pageModel } from './model.ts'
import { renderHtml } from './html.ts'

it.each(CASES)('closes what it opens: $name', ({ report }) => {
  const open: string[] = []
  const html = renderHtml(report).replace(/<style>.*?<\/style>/s, '')
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
    if (name === undefined || ['meta', 'br'].includes(name)) continue
    if (slash === '') open.push(name)
    else expect(open.pop()).toBe(name)
  }
  expect(open).toEqual([])
})

it('asks for nothing from anywhere', () => {
  const html = renderHtml(caseReport('no-go'))
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`)
  expect(html).not.toMatch(/<(?:script|link|img|iframe|form|object)|url\(|@import|src=/)
})

it('can be signed for a whole GO only', () => {
  const signable = CASES.filter(({ report }) => pageModel(report).notSignable === '').map(({ name }) => name)
  expect(signable).toEqual(['go'])
  expect(renderHtml(caseReport('go')).match(/<td><\/td><td><\/td><td><\/td>/g)).toHaveLength(3)
  expect(renderHtml(caseReport('partial'))).toContain('Not signable: the run is partial.')
  expect(renderHtml(caseReport('no-go'))).toContain('<td colspan="3">not signable</td>')
})

it('is not to be signed while something is left behind, interrupted or only replayed', () => {
  const report = caseReport('go')
  expect(pageModel({ ...report, leftBehind: ['x'] }).notSignable).not.toBe('')
  expect(pageModel({ ...report, run: { ...report.run, interrupted: 'SIGINT' } }).notSignable).not.toBe('')
  expect(pageModel({ ...report, run: { ...report.run, replayOf: { id: 'a', startedAt: 'b' } } }).notSignable).not.toBe('')
})

it('holds what the sheet needs: evidence, arithmetic, attestation, digest', () => {
  const html = renderHtml(caseReport('no-go'))
  for (const text of [
    'steps.race[1].status = 200',
    'critical 2 of 4 = 50 %, 1 unknown, needs 100 %',
    'Ana López',
    '9c56cc51b374c3ba',
    'Open the firewall',
    'event ev_1: DELETE answered 409',
    'h1.no-503',
  ])
    expect(html).toContain(text)
})

it('lists what is not met under the gate, with links that lead somewhere', () => {
  const html = renderHtml(caseReport('no-go'))
  const links = [...html.matchAll(/href="#([^"]+)"/g)].map((link) => link[1])
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((one) => one[1])
  expect(new Set(ids).size).toBe(ids.length)
  expect(links).toContain('admin.guarded.2')
  expect(links.filter((link) => !ids.includes(link))).toEqual([])
  expect(html.indexOf('<h2>Gate</h2>')).toBeLessThan(html.indexOf('<h2>Not met</h2>'))
  expect(html.indexOf('<h2>Not met</h2>')).toBeLessThan(html.indexOf('<h2>Next</h2>'))
  expect(html).toMatch(/<a class="title" href="#headers\.hsts">[^<]*<\/a>[^\n]*hsts\.maxAgeSeconds = 300/)
})

it('shows failing parts before their passing siblings', () => {
  const parts = (['pass', 'unknown', 'fail'] as const).map((outcome) => item(outcome, `part ${outcome}`, { outcome }))
  const html = renderHtml(report([section('S', [item('whole', 'Whole', { outcome: 'fail', settledBy: 'children', children: parts })])]))
  const order = [...html.matchAll(/<div class="child (\w+)/g)].map((child) => child[1])
  expect(order).toEqual(['fail', 'unknown', 'pass'])
})

it('has one line for the evidence of a pass on paper, and no link for an id that could be anything', () => {
  expect(renderHtml(caseReport('go'))).toContain('<div class="brief mono">status = 200</div>')
  expect(renderHtml(caseReport('go'))).toContain('<div class="brief mono">warning: !csp.allowsInlineScript; csp.present = true</div>')
  expect(renderHtml(report([section('S', [item('a" onclick="x', 'Odd', { outcome: 'fail' })])]))).not.toMatch(/href="#| id="a/)
})

it('names every origin of the environment once, and no table is wider than a telephone', () => {
  const given = caseReport('go')
  const origins = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, `https://${name}.example.com`]))
  const html = renderHtml({ ...given, environment: { ...given.environment, origins } })
  for (const origin of Object.values(origins)) expect(html).toContain(origin)
  expect(html).toMatch(/<th scope="row">Environment<\/th><td>staging at [^<]*https:\/\/d\.example\.com and https:\/\/e\.example\.com/)
  expect(html).toMatch(/@media screen and \(max-width: 40rem\) \{[^@]*\.words :is\(tbody, tr, td\) \{ display: block; \}/)
  expect(html).toMatch(/<table class="words">[^]*<td data-label="Until">/)
})
