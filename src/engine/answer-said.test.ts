import { expect, it } from 'vitest'
import { answersSaid, explainStatus } from './answer-said.ts'

const answer = (status: number, body = '', headers: Readonly<Record<string, string>> = {}) => ({ status, headers, body })

it.each([
  ['a redirect', answer(302, '', { location: '/login' }), 'answered 302 -> /login'],
  ['a redirect without a place', answer(304), undefined],
  ['an error', answer(503, '\n  upstream is down\nmore'), 'answered 503: upstream is down'],
  ['a page of an error', answer(502, '<html>\n<title>Bad Gateway</title>'), 'answered 502: Bad Gateway'],
  ['a long line', answer(500, 'x'.repeat(200)), `answered 500: ${'x'.repeat(120)}...`],
  ['an error without a text', answer(404), undefined],
  ['an error that says nothing', answer(404, '{}'), undefined],
  ['an error of JSON', answer(400, '{"token":"t","message":"no such user"}'), 'answered 400: no such user'],
  ['an error within an error', answer(400, '{"error":{"code":7,"message":"no"}}'), 'answered 400: no'],
  ['JSON without a message', answer(400, '{"token":"t"}'), undefined],
  ['an error that is a picture', answer(404, 'PNG', { 'content-type': 'image/png' }), undefined],
  ['bytes', answer(500, 'a\uFFFDb'), undefined],
  ['a good answer', answer(200, 'all is well', { location: '/x' }), undefined],
  ['no answer of HTTP', { status: 503 }, undefined],
])('%s', (_, observation, text) => {
  expect(answersSaid(observation)?.['']).toBe(text)
})

it('tells the answers of steps by their step, of rows and pages by their name, and equal ones once', () => {
  const limited = answer(429, 'slow down')
  expect(answersSaid({ steps: { many: [limited, limited, answer(200)], rows: { none: answer(400, 'no'), good: answer(200) } } })).toEqual({
    many: 'answered 429: slow down',
    rows: 'none answered 400: no',
  })
  expect(answersSaid({ pages: [{ name: '/a', ...answer(301, '', { location: '/b' }) }] })).toEqual({ '': '/a answered 301 -> /b' })
})

it('stands beside an expectation that read the status of that answer and did not hold', () => {
  const said = { '': 'answered 503: down', login: 'answered 401: no' }
  const failing = { role: 'expect', text: 'x', result: 'false', values: [] } as const
  expect(explainStatus(failing, [['status']], said).detail).toBe('answered 503: down')
  expect(explainStatus({ ...failing, detail: 'why' }, [['steps', 'login', 'status']], said).detail).toBe('why; answered 401: no')
  expect(explainStatus(failing, [['json', 'a']], said).detail).toBeUndefined()
  expect(explainStatus(failing, [['looks', 'other', 'status']], said).detail).toBeUndefined()
  expect(explainStatus({ ...failing, result: 'true' }, [['status']], said).detail).toBeUndefined()
})
