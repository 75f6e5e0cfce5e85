import { asks, GOOD, noGo, one, unknown } from '../case.ts'
import type { Case } from '../case.ts'

const prometheus = (path: string, expect: string, stage: { url: string }) => ({
  items: one(`probe: prometheus\nretry: 0\nwith: { queries: { refused: "sum(x)" } }\nexpect: "${expect}"`),
  environment: `targets: { metrics: { kind: prometheus, url: "${stage.url}${path}" } }`,
})
const LOG = 'targets: { app: { kind: logs, file: app.log } }'

/** The target answers, and the answer is wrong, empty, or about something else. */
export const cases: readonly Case[] = [
  noGo('F7 a plain fail', /status = 503/, { items: asks('/bad', 'status == 200') }),
  noGo('a misspelt field in a JSON body', /json\.okay.*(?:absent|not there|no key)/i, { items: asks('/ok', 'json.okay == true') }),
  noGo('a misspelt field in a JSON body, denied', /json\.fault.*(?:absent|not there|no key)/i, { items: asks('/ok', "json.fault != 'x'") }),
  noGo('a number that came as text, compared by !=', /kind|mismatch|text|string/i, { items: asks('/text-number', 'json.failed != 1') }),
  noGo('a header that is absent', /x-frame-options/, { items: asks('/ok', "headers['x-frame-options'] == 'DENY'") }),
  noGo('F16 a clean second checklist behind one that fails', /The one that matters/, {
    items: asks('/bad', 'status == 200'),
    args: ['--checklist', 'checklist.yaml', '--checklist', 'second.yaml'],
    files: {
      'second.yaml': `readiness: 1\nid: second\ntitle: Second\nsections:\n  - title: Second\n    items:\n${GOOD.replaceAll(/^/gm, '      ')}\n`,
    },
  }),
  noGo('one fail among a hundred passes, since no score hides a critical one (V10)', /100 of 101/, {
    items: [asks('/bad', 'status == 200'), ...Array.from({ length: 100 }, (_, n) => GOOD.replace('id: good', `id: good-${n}`))].join('\n'),
  }),
  noGo('79.9 % where 80 % are wanted', /critical 3 of 4 = 75 %, needs 76 %/, {
    items: [asks('/bad', 'status == 200'), ...[1, 2, 3].map((n) => GOOD.replace('id: good', `id: good-${n}`))].join('\n'),
    head: 'gate: { critical: 76% }',
  }),
  noGo('throughout with one bad sample', /look 2|status = 503|503/, async (stage) => {
    let asked = 0
    const { url } = await stage.serve((_, response) => void response.writeHead((asked += 1) === 2 ? 503 : 200).end())
    return { url, items: asks('/ok', 'status == 200', 'throughout: 600ms') }
  }),
  noGo('eventually that never holds', /status = 503/, { items: asks('/bad', 'status == 200', 'eventually: 600ms') }),
  noGo('a clean no is not retried until it is a yes', /status = 503/, async (stage) => {
    let asked = 0
    const { url, requests } = await stage.serve((_, response) => void response.writeHead((asked += 1) === 1 ? 503 : 200).end())
    return {
      url,
      items: one('probe: http\nretry: 5\nwith: { path: /ok }\nexpect: "status == 200"'),
      verify: () => [requests.length > 1 && `it was asked ${requests.length} times`],
    }
  }),
  noGo('an attestation beside a look that failed', /status = 503/, {
    items: asks('/bad', 'status == 200', 'attest: { role: Owner }'),
    files: { 'attestations.yaml': '- { item: one, environment: staging, role: Owner, person: Ada, at: "2026-01-01T00:00:00Z" }\n' },
  }),
  noGo('F22 a file of waivers, which this version does not read', /status = 503/, {
    items: asks('/bad', 'status == 200'),
    files: {
      'waivers.yaml':
        '- { item: one, environment: staging, covers: fail, reason: x, owner: a, approver: b, ticket: c, expires: "2099-01-01" }\n',
    },
  }),
  unknown('F19 a file to be judged that is not there', /no-such\.json/, {
    items: one('probe: recorded-run\nwith: { file: no-such.json }\nexpect: "verdict == \'GO\'"'),
  }),
  unknown('F12 conditions on an empty body', /malformed/, { items: asks('/empty', "json.state != 'broken'") }),
  unknown('F12 conditions on an answer without content', /malformed/, { items: asks('/nothing', "json.state != 'broken'") }),
  unknown('HTML where JSON was wanted', /HTML, not JSON/, { items: asks('/login', 'json.errors.size() == 0') }),
  unknown('a body of gzip that is cut off', /gzip body is cut off/, { items: asks('/cut', "!body.contains('error')") }),
  unknown('a macro over an empty list', /insufficient.*json\.items/, { items: asks('/lists', 'json.items.all(i, i.ready)') }),
  unknown('F20 a filter that matches nothing', /insufficient/, {
    items: asks('/lists', "json.items.filter(i, i.state == 'broken').size() == 0"),
  }),
  unknown('F9 a fact that ranged over an empty list', /insufficient|empty list/, {
    items: asks('/lists', 'status == 200 && facts.fine', 'enough: "status == 200"'),
    head: 'gate: { critical: 100% }\nlooks: { all: { probe: http, with: { path: /lists } } }\nfacts: { fine: "looks.all.json.items.all(i, i.ready)" }',
  }),
  unknown('F14 too little to judge', /insufficient.*too little to judge/, {
    items: asks('/ok', 'status == 200', 'enough: "json.n >= 100"'),
  }),
  unknown('F9 a query that finds no series', /no series|insufficient/i, (stage) =>
    prometheus('/prometheus', 'queries.refused.value == 0.0', stage),
  ),
  unknown('a query whose value is NaN', /NaN/, (stage) => prometheus('/nan', 'queries.refused.value <= 0.1', stage)),
  unknown('a page of metrics with NaN', /NaN|finite/i, {
    items: one('probe: metrics\nwith: { names: [queue] }\nexpect: "metrics.queue.sum < 10.0"'),
  }),
  noGo('a page without the metric', /queue/, {
    items: one('probe: metrics\nwith: { path: /no-metrics, names: [queue] }\nexpect: "metrics.queue.sum < 10.0"'),
  }),
  unknown('zero log lines', /insufficient/, {
    items: one('probe: logs\nwith: { contains: ERROR }\nenough: "looked > 0"\nexpect: "matched == 0"'),
    environment: LOG,
    files: { 'app.log': '' },
  }),
  unknown('zero log lines, and nobody asked how many', /no line at all/, {
    items: one('probe: logs\nwith: { contains: ERROR }\nexpect: "matched == 0"'),
    environment: LOG,
    files: { 'app.log': '' },
  }),
  unknown('zero log lines, asked for by a macro', /insufficient/, {
    items: one('probe: logs\nwith: {}\nexpect: "lines.all(l, !l.text.contains(\'ERROR\'))"'),
    environment: LOG,
    files: { 'app.log': '' },
  }),
  unknown('F17 a log file that is not there', /app\.log/, {
    items: one('probe: logs\nwith: { contains: ERROR }\nexpect: "matched == 0 && looked > 0"'),
    environment: LOG,
  }),
]
