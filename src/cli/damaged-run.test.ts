import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readiness } from '../../fixtures/run/cli.ts'
import { serve, type TestServer } from '../../test/support/server.ts'
import { render } from './render.ts'
import { replayRun } from './replay.ts'
import type { Terminal } from './terminal.ts'

const CHECKLIST = `readiness: 1
id: shop
title: Shop
gate: { critical: 100% }
params: { path: { type: string, default: /health, description: Where } }
facts: { up: "looks.health.status == 200" }
looks: { health: { probe: http, with: { path: "\${params.path}" } } }
sections:
  - title: The shop
    items:
      - { id: well, title: It is well, severity: critical, look: health, expect: "status == 200" }
      - { id: kind, title: It says so, severity: critical, look: health, expect: { expression: json.ok, message: It says yes, show: { answer: json.ok } } }
      - { id: soon, title: It comes up, severity: critical, probe: http, with: { path: /health }, eventually: 1s, expect: "status == 200" }
      - id: both
        title: Both hold
        severity: critical
        all:
          - { id: first, title: First, look: health, expect: "status == 200" }
          - { id: second, title: Second, look: health, when: facts.up, expect: "json.ok == true" }
`
const folder = mkdtempSync(join(tmpdir(), 'readiness-damaged-'))
let server: TestServer
let whole: Record<string, unknown>
beforeAll(async () => {
  server = await serve((_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":false}'))
  writeFileSync(join(folder, 'checklist.yaml'), CHECKLIST)
  writeFileSync(
    join(folder, 'readiness.yaml'),
    `readiness: 1\nchecklists: [checklist.yaml]\nenvironments: { staging: { url: "${server.url}", phases: [pre-deploy] } }\n`,
  )
  const checked = await readiness(['check', '--quiet', '--record', 'run.json'], { cwd: folder })
  if (checked.status !== 1) throw new Error(`the run ended with ${checked.status}, not with 1: ${checked.stderr}`)
  whole = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as Record<string, unknown>
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

/** Every place of a tree, itself left out. */
function placesIn(value: unknown): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [[key], ...placesIn(inner).map((path) => [key, ...path])])
}

/** The same tree without what is at a place, or with something else there. */
function damaged(tree: unknown, [key = '', ...rest]: readonly string[], put?: unknown): unknown {
  const copy = structuredClone(tree) as Record<string, unknown>
  const inner = copy[key]
  if (rest.length > 0) copy[key] = damaged(inner, rest, put)
  else if (put !== undefined) copy[key] = put
  else if (Array.isArray(copy)) copy.splice(Number(key), 1)
  else delete copy[key]
  return copy
}

async function said(command: typeof render | typeof replayRun, text: string): Promise<{ status: number; stderr: string; stdout: string }> {
  const written = { stdout: '', stderr: '' }
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY: false,
    columns: 100,
    write: async (more: string) => void (written[name] += more),
  })
  const terminal: Terminal = {
    env: {},
    cwd: folder,
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    color: { stdout: 0, stderr: 0 },
    ci: true,
    unicode: true,
  }
  writeFileSync(join(folder, 'damaged.json'), text)
  return { status: await command('damaged.json', { format: 'pretty' }, terminal), ...written }
}

const PUT = [undefined, 'GO', 7, [], {}, false] as const

it.each([
  ['render', render],
  ['replay', replayRun],
] as const)(
  '%s of a run that lacks a part, or has another in its place, is refused or NO-GO, and never a fault of ours',
  async (_, command) => {
    expect((await said(command, JSON.stringify(whole))).status).toBe(1)
    const places = placesIn(whole)
    expect(places.length).toBeGreaterThan(300)
    const wrong: string[] = []
    for (const [index, place] of places.entries()) {
      const put = PUT[index % PUT.length]
      const what = `${place.join('.')} ${put === undefined ? 'left out' : JSON.stringify(put)}`
      try {
        const { status, stderr } = await said(command, JSON.stringify(damaged(whole, place, put)))
        if (![1, 2].includes(status)) wrong.push(`${what}: status ${status}`)
        if (status === 2 && !/^(?:checklist\.yaml:\d+:\d+: )?error: /.test(stderr)) wrong.push(`${what}: ${stderr.slice(0, 200)}`)
      } catch (error) {
        wrong.push(`${what}: ${error instanceof Error ? error.message : 'thrown'}`)
      }
    }
    expect(wrong).toEqual([])
  },
  60_000,
)

it.each(['startedAt', 'finishedAt'])('%s that is no moment is told', async (name) => {
  const { status, stderr } = await said(replayRun, JSON.stringify(damaged(whole, ['report', 'run', name], 'GO')))
  expect([status, stderr]).toEqual([2, expect.stringContaining(`report.run.${name}: wants a moment, for example 2026-11-30T10:00:00Z`)])
})
