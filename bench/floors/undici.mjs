// The same as plain.mjs as fast as it can be made: the parts of undici that a request needs, bundled by the project's own
// esbuild line, and without the optimising tier for WebAssembly on Node 20, as the product does it.
import v8 from 'node:v8'
import Agent from 'undici/lib/dispatcher/agent.js'
import request from 'undici/lib/api/api-request.js'
import { judge } from './judge.mjs'

if (process.versions.node.startsWith('20.')) v8.setFlagsFromString('--liftoff-only')
void run()

async function run() {
  const agent = new Agent()
  await judge(async (url) => {
    const { origin, pathname, search } = new URL(url)
    const { statusCode, headers, body } = await request.call(agent, { origin, path: `${pathname}${search}`, method: 'GET' })
    await body.text()
    return statusCode === 200 && headers['x-frame-options'] === 'DENY'
  })
  await agent.close()
}
