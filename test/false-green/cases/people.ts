import type { Folder } from '../../scenarios/folder.ts'
import type { CliResult } from '../../../fixtures/run/cli.ts'
import { asks, GOOD, noGo, one, refused, unknown } from '../case.ts'
import type { Case, Scene, Stage } from '../case.ts'

const attested = (entry: string, more: Partial<Scene> = {}): Scene => ({
  items: `${one('attest: { role: Owner, evidence: required, valid: 30d }')}\n${GOOD}`,
  files: { 'attestations.yaml': `- { item: one, person: Ada, ${entry} }\n` },
  ...more,
})
const now = () => new Date().toISOString().replace(/\.\d+Z/, 'Z')
const WORD = () => `role: Owner, evidence: "minutes", at: "${now()}"`

/** A word for one release, where the target says that it runs abc1234. */
async function onRelease(stage: Stage, release: string): Promise<Scene> {
  const { url } = await stage.serve((_, response) => void response.end('{"commit":"abc1234"}'))
  return attested(`environment: staging, release: ${release}, ${WORD()}`, {
    url,
    environment: 'release: { probe: http, with: { path: /version }, value: json.commit }',
  })
}

/** A recorded run of another time, place or release, as evidence. */
const recorded = (expect: string, change: Readonly<Record<string, string>>): Scene => ({
  items: one(`probe: recorded-run\nwith: { file: earlier.json }\nexpect: ${JSON.stringify(expect)}`),
  files: {},
  run: async (dir) => {
    const first = await dir.run(['check', '--checklist', 'first.yaml', '--only', 'good', '-o', 'json:earlier.json'])
    if (first.status !== 0) return first
    await dir.write('earlier.json', await rewritten(`${dir.path}/earlier.json`, change))
    return dir.run(['check', '-o', 'json:report.json'])
  },
})

async function rewritten(file: string, change: Readonly<Record<string, string>>): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  const report = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown> & { environment: object; run: object; release: object }
  return JSON.stringify({
    ...report,
    environment: { ...report.environment, ...(change['environment'] && { name: change['environment'] }) },
    run: { ...report.run, ...(change['finishedAt'] && { finishedAt: change['finishedAt'] }) },
    release: {
      ...report.release,
      ...(change['running'] && { state: 'confirmed', running: change['running'], expected: change['running'] }),
    },
  })
}

/** A run whose file r.json somebody changes before it is looked at again. */
async function changed(dir: Folder, flags: readonly string[], from: string | RegExp, to: string, ...again: string[]): Promise<CliResult> {
  const { readFile } = await import('node:fs/promises')
  await dir.run(['check', ...flags])
  const text = await readFile(`${dir.path}/r.json`, 'utf8')
  const edited = typeof from === 'string' ? text.replaceAll(from, to) : text.replace(from, to)
  await dir.write('r.json', edited)
  const [command = '', ...more] = again
  return edited === text ? { status: null, stdout: '', stderr: 'nothing was changed' } : dir.run([command, 'r.json', ...more])
}

const FIRST = `readiness: 1\nid: first\ntitle: First\nsections:\n  - title: First\n    items:\n${GOOD.replaceAll(/^/gm, '      ')}\n`
const withFirst = (scene: Scene): Scene => ({ ...scene, files: { 'first.yaml': FIRST } })

/** What a person said, of something else, at another time, or not at all. */
export const cases: readonly Case[] = [
  unknown('an item that nobody attested', /unattested/, { items: `${one('attest: { role: Owner }')}\n${GOOD}` }),
  unknown('an attestation for another environment', /is for the environment production/, () =>
    attested(`environment: production, ${WORD()}`),
  ),
  unknown('F22 an attestation that has expired', /expired on 2026-01-31/, () =>
    attested('environment: staging, role: Owner, evidence: "minutes", at: "2026-01-01T00:00:00Z"'),
  ),
  unknown('an attestation of an item whose expectations changed', /has lapsed/, () =>
    attested(`environment: staging, statement: "0123456789abcdef", ${WORD()}`),
  ),
  unknown('an attestation for another release', /is for the release abc/, () =>
    attested(`environment: staging, release: abc, ${WORD()}`, {
      args: ['--release', 'def'],
      environment: 'release: { probe: http, with: { path: /version }, value: json.commit }',
    }),
  ),
  unknown('an attestation for another release than the target says it runs', /is for the release other12, not abc1234/, (stage) =>
    onRelease(stage, 'other12'),
  ),
  unknown('an attestation for the beginning of the release that runs', /release a, not abc1234: it only begins so/, (stage) =>
    onRelease(stage, 'a'),
  ),
  unknown(
    'an attestation for a release, where nobody knows which one runs',
    /for the release abc, and which release runs here is not known/,
    () => attested(`environment: staging, release: abc, ${WORD()}`),
  ),
  unknown('an attestation for another release, replayed later', /is for the release other12, not abc1234/, async (stage) => ({
    ...(await onRelease(stage, 'other12')),
    run: async (dir) => (await dir.run(['check', '--record', 'r.json']), dir.run(['replay', 'r.json'])),
  })),
  unknown('an attestation without the evidence that is wanted', /names no evidence/, () =>
    attested(`environment: staging, role: Owner, at: "${now()}"`),
  ),
  unknown('an attestation by another role', /by the role Intern/, () =>
    attested(`environment: staging, role: Intern, evidence: "minutes", at: "${now()}"`),
  ),
  unknown('an attestation dated in the future', /dated in the future/, () =>
    attested('environment: staging, role: Owner, evidence: "minutes", at: "2099-01-01T00:00:00Z"'),
  ),
  noGo('a recorded run of another release', /runningRelease = '?"?abc/, () =>
    withFirst(recorded("verdict == 'GO' && runningRelease == 'def'", { running: 'abc' })),
  ),
  noGo('a recorded run of another environment', /environmentName = "?'?production/, () =>
    withFirst(recorded("verdict == 'GO' && environmentName == 'staging'", { environment: 'production' })),
  ),
  noGo('a recorded run that is too old', /ageSeconds = \d{7,}/, () =>
    withFirst(recorded("verdict == 'GO' && ageSeconds < 604800", { finishedAt: '2026-01-01T00:00:00.000Z' })),
  ),
  noGo('a recorded run that was partial', /partial = true/, () => withFirst(recorded("verdict == 'GO' && !partial", {}))),
  {
    title: 'a report without a verdict, rendered',
    status: 2,
    says: /is no whole report: verdict: wants one of GO, NO-GO, UNDETERMINED; came "SURE"/,
    scene: {
      items: GOOD,
      run: async (dir) => {
        await dir.run(['check', '-o', 'json:earlier.json'])
        const { readFile } = await import('node:fs/promises')
        await dir.write(
          'earlier.json',
          (await readFile(`${dir.path}/earlier.json`, 'utf8')).replace('"verdict": "GO"', '"verdict": "SURE"'),
        )
        return dir.run(['render', 'earlier.json'])
      },
    },
  },
  refused('a recording in which a seen status was changed, judged again', /one: recorded fail, judged again pass: the file was changed/, {
    items: asks('/bad', 'status == 200'),
    run: (dir) => changed(dir, ['--record', 'r.json'], '"status":503', '"status":200', 'replay'),
  }),
  refused('a recording whose checklist was changed, judged again', /is not the one that the run was judged by/, {
    items: asks('/bad', 'status == 200'),
    run: (dir) => changed(dir, ['--record', 'r.json'], 'status == 200', 'status == 503', 'replay'),
  }),
  refused('a report whose verdict was changed, rendered as the sheet to sign', /it says GO, its items and rules give NO-GO/, {
    items: asks('/bad', 'status == 200'),
    run: (dir) => changed(dir, ['-o', 'json:r.json'], '"verdict": "NO-GO"', '"verdict": "GO"', 'render', '-f', 'html'),
  }),
  refused('a report in which an item that failed was made a pass, rendered', /one is pass, but status == 200 is false/, {
    items: asks('/bad', 'status == 200'),
    run: (dir) => changed(dir, ['-o', 'json:r.json'], '"outcome": "fail"', '"outcome": "pass"', 'render'),
  }),
  refused('a report without the gate that was lost, rendered', /shows 0 gates, its rules give 1/, {
    items: `${asks('/bad', 'status == 200')}\n${GOOD}`,
    run: (dir) => changed(dir, ['-o', 'json:r.json'], /"gates": \[.*?\n {6}\]/s, '"gates": []', 'render'),
  }),
  noGo('F16 a no-go that is rendered later', /NO-GO/, {
    items: asks('/bad', 'status == 200'),
    run: async (dir) => (await dir.run(['check', '-o', 'json:r.json']), dir.run(['render', 'r.json', '-f', 'markdown'])),
  }),
  noGo('F16 a no-go that is replayed later', /NO-GO/, {
    items: asks('/bad', 'status == 200'),
    run: async (dir) => (await dir.run(['check', '--record', 'r.json']), dir.run(['replay', 'r.json'])),
  }),
  unknown('F21 an undetermined run that is replayed later', /UNDETERMINED/, {
    items: asks('/empty', 'json.ok'),
    run: async (dir) => (await dir.run(['check', '--record', 'r.json']), dir.run(['replay', 'r.json', '-q'])),
  }),
]
