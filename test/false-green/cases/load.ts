import { checklistWith } from '../../scenarios/folder.ts'
import { asks, GOOD, one, refused } from '../case.ts'
import type { Case } from '../case.ts'

const ok = asks('/ok', 'status == 200')

/** Checklists in which something is misspelt, missing, there twice, or can never fail: nothing may be looked at. */
export const cases: readonly Case[] = [
  refused('an unknown key of an item', /key "expct" is not known.*did you mean expect\?/, {
    items: one('probe: http\nwith: { path: /ok }\nexpct: "status == 503"\nexpect: "status == 200"'),
  }),
  refused('an unknown key at the head', /key "gates" is not known/, { items: ok, head: 'gates: { critical: 100% }' }),
  refused('F8 an unknown probe', /no probe.*htp.*did you mean http\?/i, {
    items: one('probe: htp\nwith: { path: /ok }\nexpect: "status == 200"'),
  }),
  refused('an unknown parameter of a probe', /key "pth" is not known/, {
    items: one('probe: http\nwith: { pth: /bad }\nexpect: "status == 200"'),
  }),
  refused('a misspelt field in an expectation', /there is no staus here.*did you mean status\?/, { items: asks('/ok', 'staus != 503') }),
  refused('F24 one id twice', /id "one" is there twice/, { items: `${asks('/bad', 'status == 200')}\n${ok}` }),
  refused('F3 one key twice', /twice|unique|duplicate/i, {
    items: one('probe: http\nwith: { path: /ok }\nexpect: "status == 503"\nexpect: "status == 200"'),
  }),
  refused('F3 two checklists with one id', /checklist id shop is used by another/, {
    items: asks('/bad', 'status == 200'),
    args: ['--checklist', 'checklist.yaml', '--checklist', 'second.yaml'],
    files: {
      'second.yaml': `readiness: 1\nid: shop\ntitle: Shop\nsections:\n  - title: The shop\n    items:\n${GOOD.replaceAll(/^/gm, '      ')}\n`,
    },
  }),
  refused('an empty document', /empty|is missing|wants/i, { files: { 'checklist.yaml': '' } }),
  refused('a document of comments alone', /empty|is missing|wants/i, { files: { 'checklist.yaml': '# todo\n' } }),
  refused('F20 a section without items', /wants at least one item/, {
    items: ' []',
    files: { 'checklist.yaml': 'readiness: 1\nid: shop\ntitle: Shop\nsections:\n  - title: The shop\n    items: []\n' },
  }),
  refused('F20 no section at all', /wants at least one section/, {
    files: { 'checklist.yaml': 'readiness: 1\nid: shop\ntitle: Shop\nsections: []\n' },
  }),
  refused('F2 expect: []', /expect/, { items: one('probe: http\nwith: { path: /bad }\nexpect: []') }),
  refused('F2 an expectation that is empty text', /empty|wants|expression/i, {
    items: one('probe: http\nwith: { path: /bad }\nexpect: ""'),
  }),
  refused('F10 a look without any expectation', /looks but expects nothing/, { items: one('probe: http\nwith: { path: /bad }') }),
  refused('F10 only warnings, which never gate', /looks but expects nothing/, {
    items: one('probe: http\nwith: { path: /bad }\nwarn: "status == 200"'),
  }),
  refused('F6 a constant expectation', /reads nothing|whatever/i, { items: asks('/bad', '1 == 1') }),
  refused('F6 an expectation that is true whatever is seen', /whatever|always|true/i, { items: asks('/bad', 'status == 200 || true') }),
  refused('F6 an expectation over parameters alone', /reads|observed/i, {
    items: asks('/bad', 'params.limit == 5'),
    head: 'params: { limit: { type: int, default: 5, description: A number } }',
  }),
  refused('F6 an expectation over facts that rest on parameters alone', /reads facts over parameters alone/, {
    items: asks('/bad', 'facts.fine'),
    head: 'params: { limit: { type: int, default: 5, description: A number } }\nfacts: { fine: "params.limit == 5" }',
  }),
  refused('F6 the whole division of two numbers', /double/, { items: asks('/ok', 'bodyBytes / status <= 0.1') }),
  refused('a version that is compared by its letters', /compares letters.*write semver\(json\.version\) >= semver\('1\.10\.0'\)/, {
    items: asks('/ok', "json.version >= '1.10.0'"),
  }),
  refused('an unquoted !x, which YAML makes a tag', /quotes/, {
    items: one('probe: http\nwith: { path: /bad }\nexpect: !body.contains("x")'),
  }),
  refused('an unquoted expression that YAML cuts off', /quotes|comment|cut/i, {
    items: one('probe: http\nwith: { path: /bad }\nexpect: status > 0 # && status < 300'),
  }),
  refused('a condition that is a constant', /condition is the same whatever/, {
    items: `${one('when: "1 == 2"\nprobe: http\nwith: { path: /bad }\nexpect: "status == 200"')}\n${GOOD}`,
  }),
  refused('eventually on an absence', /eventually would end at the first answer.*nothing was seen/, {
    items: asks('/bad', "!body.contains('error')", 'eventually: 5s'),
  }),
  refused('eventually on an absence, shown by enough alone to be one', /eventually would end/, {
    items: asks('/bad', 'status != 500', 'enough: "bodyBytes < 1000"\neventually: 5s'),
  }),
  refused('F4 a gate of more than all', /101%|wants a whole share/, {
    items: asks('/bad', 'status == 200'),
    head: 'gate: { critical: 101% }',
  }),
  refused(
    'a gate that counts no critical item',
    /no rule of the gate counts critical items of phase pre-deploy: one.*add critical: 100% to gate/,
    { items: `${asks('/bad', 'status == 200')}\n${GOOD.replace('critical', 'high')}`, head: 'gate: { high: 100% }' },
  ),
  refused('a gate that counts the critical items of another phase', /no rule of the gate counts critical items of phase pre-deploy: one/, {
    items: `${asks('/bad', 'status == 200')}\n${GOOD.replace('critical', 'high')}`,
    head: 'gate: [{ severity: critical, at-least: 100%, phases: [staging] }, { severity: high, at-least: 100% }]',
  }),
  refused(
    'a gate of 0 % that does not say that it only reports',
    /a share of 0% is met though every critical item fails.*report-only: true/,
    { items: `${asks('/bad', 'status == 200')}\n${GOOD.replace('critical', 'high')}`, head: 'gate: { critical: 0%, high: 100% }' },
  ),
  refused('a misspelt phase of an item', /the phase predeploy is not known.*did you mean pre-deploy\?/, {
    items: `${asks('/bad', 'status == 200', 'phase: predeploy')}\n${GOOD}`,
  }),
  refused('a misspelt phase of a section', /the phase stagin is not known.*did you mean staging\?/, {
    files: {
      'checklist.yaml': checklistWith(GOOD).concat(`  - title: Later\n    phase: stagin\n    items:\n${ok.replaceAll(/^/gm, '      ')}\n`),
    },
  }),
  refused('a misspelt phase of an environment', /the phase stagign is not known.*did you mean staging\?/, {
    items: `${asks('/bad', 'status == 200', 'phase: staging')}\n${GOOD}`,
    files: {
      'readiness.yaml':
        'readiness: 1\nchecklists: [checklist.yaml]\nenvironments: { live: { url: "http://127.0.0.1:1", phases: [pre-deploy, stagign] } }\n',
    },
  }),
  refused('F15 the checklist is not there', /checklist\.yaml cannot be read/, {}),
  refused('F15 there is no readiness.yaml', /cannot be read|no readiness\.yaml/, { items: ok, args: ['--config', 'nowhere.yaml'] }),
  refused('F16 a checklist path that is wrong', /chcklist\.yaml cannot be read/, { items: ok, args: ['--checklist', 'chcklist.yaml'] }),
  refused('F5 an environment that does not exist', /did you mean staging\?/, { items: ok, args: ['--env', 'stagin'] }),
  refused('F5 a flag that does not exist', /--formt/, { items: ok, args: ['--formt', 'json'] }),
  refused('F5 a word too many on the command line', /argument|unknown/i, { items: ok, args: ['staging'] }),
  refused('an empty selection by id', /matches no item/, { items: ok, args: ['--only', 'two'] }),
  refused('an empty selection by tag', /nothing to judge/, { items: ok, args: ['--tag', 'nightly'] }),
  refused('an empty selection that skips all', /nothing to judge/, { items: ok, args: ['--skip', 'one'] }),
  refused('a phase without items', /no item is of the phase release/, { items: ok, args: ['--phase', 'release'] }),
  refused('a parameter without a value', /parameter limit wants a whole number/, {
    items: asks('/ok', 'status < params.limit'),
    head: 'params: { limit: { type: int, description: A number } }',
  }),
  refused('a variable that is empty', /variable SHOP_URL is empty/, { items: ok, url: '${env.SHOP_URL}', env: { SHOP_URL: '' } }),
  refused('certificate checks switched off for the whole process', /NODE_TLS_REJECT_UNAUTHORIZED/, {
    items: ok,
    env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
  }),
  refused('a read that posts without saying its effect', /effect/, {
    items: one('probe: http\nwith: { method: POST, path: /ok }\nexpect: "status == 200"'),
  }),
]
