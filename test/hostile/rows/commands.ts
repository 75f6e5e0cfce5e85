import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fails, refused, unknown } from '../row.ts'
import type { Expect, Row, Run, Setup, Stage } from '../row.ts'

const EXEC = ['--allow-exec']
const ended = 'expect: "exitCode == 0"'
const flow = (words: readonly string[]) => `[${words.map((word) => JSON.stringify(word)).join(', ')}]`

/** A program as the item under test. */
const command = (id: string, title: string, words: readonly string[], expect: Expect, more: Partial<Setup> = {}, rest = ended): Row => ({
  id,
  title,
  expect,
  setup: () => ({ item: `probe: command\neffect: read\nwith: { command: ${flow(words)} }\n${rest}`, args: EXEC, ...more }),
})

/** A shell script that leaves the ids of its processes in `pids`; none of them may be there afterwards. */
const family = (id: string, title: string, script: string, expect: Expect, rest = ended): Row => ({
  id,
  title,
  expect,
  setup: ({ folder }) => ({
    item: `probe: command\neffect: read\nwith: { command: ${flow(['sh', '-c', script])}, cwd: ${JSON.stringify(folder)} }\n${rest}`,
    args: EXEC,
    verify: () => pids(folder).map((pid) => isRunning(pid) && `U7 process ${pid} is still there`),
  }),
})

function pids(folder: string): string[] {
  return existsSync(join(folder, 'pids')) ? readFileSync(join(folder, 'pids'), 'utf8').trim().split('\n') : ['(the script wrote none)']
}

function isRunning(pid: string): boolean {
  if (!/^\d+$/.test(pid)) return true
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** A file made in the folder of the row, and the item that runs it. */
const file = (id: string, title: string, prepare: (stage: Stage) => string, expect: Expect): Row => ({
  id,
  title,
  expect,
  setup: (stage) => ({
    item: `probe: command\neffect: read\nwith: { command: [${JSON.stringify(prepare(stage))}] }\n${ended}`,
    args: EXEC,
  }),
})

const script =
  (name: string, text: string, mode: number) =>
  ({ folder }: Stage): string => {
    writeFileSync(join(folder, name), text)
    chmodSync(join(folder, name), mode)
    return join(folder, name)
  }

const late = unknown('timeout', /not done within 1\.0 s|did not end within/)
const noRaw = ({ outputs }: Run) => [
  Object.values(outputs).some((text) => /[\u0000\u001b\u0007]/.test(text)) && 'a raw control character reached an output',
]

/** Programs that do not end, do not stop writing, or are not what they seem. */
export const rows: readonly Row[] = [
  family('K01', 'a program that ignores SIGTERM', 'trap "" TERM; echo $$ >> pids; while :; do sleep 0.1; done', late),
  family('K02', 'a grandchild that holds the output', "echo $$ >> pids; sh -c 'echo $$ >> pids; sleep 60' & sleep 60", late),
  family(
    'K03',
    'a grandchild in a session of its own',
    "echo $$ >> pids; setsid nohup sh -c 'echo $$ >> pids; sleep 60' >/dev/null 2>&1 & sleep 60",
    late,
  ),
  family(
    'K04',
    'a program that ends while its child holds the output',
    "sh -c 'echo $$ >> pids; sleep 60' & while [ ! -s pids ]; do sleep 0.02; done; echo done",
    { status: 0, outcome: 'pass', says: /./ },
    'expect: "exitCode == 0 && lines == [\'done\']"',
  ),
  command(
    'K05',
    'a program that reads its input',
    ['cat'],
    { status: 0, outcome: 'pass', says: /./ },
    {},
    'expect: "exitCode == 0 && stdout == \'\'"',
  ),
  command(
    'K06',
    'a program that writes without end',
    ['yes'],
    unknown('malformed', /yes wrote more than/),
    { deadlineMs: 5000 },
    `timeout: 5s\n${ended}`,
  ),
  {
    id: 'K07',
    title: 'a secret as an argument',
    expect: refused(/secret/),
    setup: () => ({ item: `probe: command\neffect: read\nwith: { command: [echo, "\${secrets.canary}"] }\n${ended}` }),
  },
  {
    id: 'K07',
    title: 'a program that prints its secret and fails',
    expect: fails(/exitCode/),
    setup: () => ({
      item: `probe: command\neffect: read\nwith: { command: [sh, -c, "env; env >&2; exit 3"], env: { TOKEN: "\${secrets.canary}" } }\nexpect:\n  - "exitCode == 0"\n  - "stdout == ''"\n  - "stderr == ''"`,
      args: EXEC,
    }),
  },
  command('K08', 'the variables of the job', ['env'], fails(/READINESS_RUN|PATH/), {}, 'expect: "stdout == \'\'"'),
  command('K09', 'a program that there is not', ['no-such-program'], unknown('unsupported', /was not found in PATH/)),
  file('K09', 'a program that may not be executed', script('locked', '#!/bin/sh\n', 0o644), unknown('unsupported', /may not be executed/)),
  file('K09', 'a folder as program', ({ folder }) => folder, unknown('unsupported', /is no file/)),
  file('K09', 'a program for another machine', script('alien', '\u007fELF\u0002\u0001\u0001 not for here', 0o755), {
    status: 3,
    outcome: 'unknown',
    says: /no program for this machine|could not be started|status 12[67]/,
  }),
  file(
    'K09',
    'an interpreter that there is not',
    script('shebang', '#!/no/such/interpreter\n', 0o755),
    unknown('unsupported', /could not be started|no program|not found/),
  ),
  {
    id: 'K09',
    title: 'a folder to run in that there is not',
    expect: unknown('unconfigured', /folder to run the command in does not exist/),
    setup: () => ({ item: `probe: command\neffect: read\nwith: { command: [echo], cwd: nowhere }\n${ended}`, args: EXEC }),
  },
  {
    id: 'K10',
    title: 'NUL in an argument',
    expect: refused(/NUL/),
    setup: () => ({ item: `probe: command\neffect: read\nwith: { command: [echo, "a\\0b"] }\n${ended}` }),
  },
  {
    id: 'K10',
    title: 'an empty command',
    expect: refused(/out-of-range|at least 1/),
    setup: () => ({ item: `probe: command\neffect: read\nwith: { command: [] }\n${ended}` }),
  },
  command('K10', 'an argument of 300 KB', ['echo', 'x'.repeat(300_000)], unknown('unsupported', /arguments of echo are too long/)),
  {
    id: 'K11',
    title: 'a planted program in a relative PATH entry and in node_modules/.bin',
    expect: unknown('unsupported', /not found in PATH/),
    setup: (stage) => {
      mkdirSync(join(stage.folder, 'node_modules/.bin'), { recursive: true })
      for (const name of ['planted', 'node_modules/.bin/planted']) script(name, '#!/bin/sh\necho planted\n', 0o755)(stage)
      return {
        item: `probe: command\neffect: read\nwith: { command: [planted] }\n${ended}`,
        args: EXEC,
        env: { PATH: `.:${stage.folder}/node_modules/.bin::/usr/bin:/bin` },
      }
    },
  },
  {
    id: 'K12',
    title: 'a command as one text',
    expect: refused(/wrong-type/),
    setup: () => ({ item: `probe: command\neffect: read\nwith: { command: "echo $(id); ls" }\n${ended}` }),
  },
  command(
    'K12',
    'what a shell would read',
    ['printf', '%s|', '$(id)', '; ls', '*'],
    { status: 0, outcome: 'pass', says: /./ },
    {},
    'expect: "stdout == \'$(id)|; ls|*|\'"',
  ),
  {
    id: 'K13',
    title: 'a context that is an option',
    expect: refused(/must not start with a dash/),
    setup: () => ({
      environment: 'targets: { cluster: { kind: kubernetes, context: "--kubeconfig=evil", namespace: a } }',
      item: 'probe: kubernetes\nwith: { kinds: [pod] }\nexpect: "pods.size() > 0"',
    }),
  },
  {
    id: 'K13',
    title: 'a selector that is an option',
    expect: refused(/must not start with a dash/),
    setup: () => ({
      environment: 'targets: { cluster: { kind: kubernetes, context: a, namespace: a } }',
      item: 'probe: kubernetes\nwith: { kinds: [pod], selector: "-o=go-template" }\nexpect: "pods.size() > 0"',
    }),
  },
  command('K14', 'a program that a signal ends', ['sh', '-c', 'kill -9 $$'], unknown('malformed', /ended by SIGKILL/)),
  ...['126', '127', '255'].map((status) =>
    command('K14', `the status ${status}`, ['sh', '-c', `exit ${status}`], {
      status: 3,
      outcome: 'unknown',
      says: new RegExp(`status ${status}`),
    }),
  ),
  command(
    'K15',
    'NUL, ANSI and bytes that are no UTF-8',
    ['printf', 'a\\000b\\033[2J\\007\\377\\n'],
    fails(/u0000|u\{0\}/),
    { verify: noRaw },
    'expect: "stdout == \'fine\'"',
  ),
  {
    id: 'K23',
    title: 'a program that does not say what it does',
    expect: refused(/effect-missing/),
    setup: () => ({ item: `probe: command\nwith: { command: [kubectl, delete, pod, a] }\n${ended}` }),
  },
  {
    id: 'K23',
    title: 'a program without --allow-exec',
    expect: unknown('refused', /--allow-exec/),
    setup: ({ folder }) => ({
      item: `probe: command\neffect: read\nwith: { command: [touch, "${folder}/ran"] }\n${ended}`,
      verify: () => [existsSync(join(folder, 'ran')) && 'the program ran'],
    }),
  },
]
