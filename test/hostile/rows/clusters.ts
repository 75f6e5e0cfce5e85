import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { serveKube, type Cluster } from '../../support/kube-api.ts'
import { fails, unknown } from '../row.ts'
import type { Expect, Row, Setup } from '../row.ts'

const pod = (name: string) => ({ metadata: { name, labels: { app: 'a' } }, spec: { containers: [] }, status: { phase: 'Running' } })

/** The real kubectl against an API server of ours. */
const kube = (
  id: string,
  title: string,
  cluster: Cluster,
  item: string,
  expect: Expect,
  more: Partial<Setup> & { context?: string } = {},
): Row => ({
  id,
  title,
  expect,
  setup: async (stage) => {
    const api = await serveKube(cluster)
    stage.atEnd(api.close)
    const { context = 'test', ...rest } = more
    return {
      environment: `targets: { cluster: { kind: kubernetes, context: ${context}, namespace: api, kubeconfig: "${join(api.folder, 'config')}" } }`,
      item: `${item}\ntimeout: 6s`,
      deadlineMs: 6000,
      verify: (run) => [existsSync(join(api.folder, 'plugin-ran')) && 'the login program ran', ...(rest.verify?.(run) ?? [])],
    }
  },
})

const PODS = 'probe: kubernetes\nwith: { kinds: [pod] }\nexpect: "pods.all(p, p.ready)"'

/** API servers that are silent, forbid, or answer for a terminal. */
export const rows: readonly Row[] = [
  kube(
    'K16',
    'an API server that does not answer',
    { pods: 'hang' },
    PODS,
    unknown('timeout', /did not answer in time|did not end|not done/),
  ),
  kube('K17', 'a kubeconfig that runs a program to log in', { pods: [pod('a')] }, PODS, unknown('refused', /runs a program to log in/), {
    context: 'plugin',
  }),
  kube(
    'K19',
    'ESC in a name and in an annotation',
    { pods: [{ ...pod('a\u001b[2J'), metadata: { name: 'a\u001b[2J', annotations: { x: '\u001b]0;GO\u0007' } } }] },
    PODS.replace('pods.all(p, p.ready)', "pods.all(p, p.name == 'a')"),
    fails(/u001b/),
    { verify: ({ outputs }) => [Object.values(outputs).some((text) => text.includes('\u001b')) && 'a raw ESC reached an output'] },
  ),
  kube('K20', 'no object where all of them are to be ready', { pods: [] }, PODS, unknown('insufficient', /empty|nothing/)),
  kube('K20', 'a list that is forbidden', { pods: 403 }, PODS, unknown('unauthorized', /forbids/)),
  kube(
    'K21',
    'the values of a secret',
    { secrets: [{ metadata: { name: 's' }, data: { KEY: Buffer.from('hidden-in-the-cluster').toString('base64') } }] },
    'probe: kubernetes\nwith: { kinds: [secret] }\nexpect: "secretKeys.exists(s, s.name == \'other\')"',
    fails(/secretKeys/),
    {
      verify: ({ outputs }) =>
        Object.entries(outputs).map(
          ([name, text]) => /hidden-in-the|aGlkZGVuLWlu|kube-token-1234/.test(text) && `U4 a value of the cluster's secret is in ${name}`,
        ),
    },
  ),
]
