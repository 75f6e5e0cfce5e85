// Writes the code that V8 makes of `cli.js`, after a run has compiled what a run needs: one item against a server of our own.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import v8 from 'node:v8'
import { Script } from 'node:vm'

const CHECKLIST = `readiness: 1
id: warm
title: Warm
gate: { critical: 100% }
params: { path: { type: string, default: /, description: Where } }
facts: { up: "params.path == '/'" }
sections:
  - title: Warm
    items:
      - { id: a, title: A, severity: critical, phase: staging, probe: http, with: { path: "\${params.path}" }, expect: ["status == 200", "headers['x-a'] == 'a'"] }
      - { id: b, title: B, severity: critical, phase: staging, when: facts.up, probe: http, with: { path: /b }, expect: "json.name.contains('b')" }
      - { id: c, title: C, severity: critical, phase: staging, probe: http, with: { path: /b }, expect: "status == 404" }
`

const file = join(process.argv[2], 'cli.js')
const folder = mkdtempSync(join(tmpdir(), 'readiness-warm-'))
const server = createServer((_, response) => response.setHeader('x-a', 'a').end('{"name":"b"}')).listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))
writeFileSync(join(folder, 'warm.yaml'), CHECKLIST)
writeFileSync(
  join(folder, 'readiness.yaml'),
  `readiness: 1\nchecklists: [warm.yaml]\nenvironments: { staging: { url: "http://127.0.0.1:${server.address().port}", phases: [staging] } }\n`,
)

const script = new Script(readFileSync(file, 'latin1'), { filename: pathToFileURL(file).href })
const module = { exports: {} }
script.runInThisContext()(module.exports, createRequire(file), module, file)
// Code is accepted only under the flags it was made with, and a process starts without any.
v8.setFlagsFromString = () => {}
const said = process.stdout.write
process.stdout.write = (_, ...rest) => (rest.find((one) => typeof one === 'function')?.(), true)
const status = await module.exports.main(['check', '--quiet', '--config', join(folder, 'readiness.yaml')])
process.stdout.write = said
if (status !== 1) throw new Error(`the run that warms the code ended with ${status}, not with 1`)
writeFileSync(`${file}.${process.version}-${process.arch}`, script.createCachedData())
server.close()
rmSync(folder, { recursive: true })
