import { join } from 'node:path'
import { writeChecklist } from './checklist.ts'
import type { Command } from './measure.ts'
import type { Servers } from './servers.ts'

/** One row of a table. */
export interface Row extends Command {
  readonly label: string
  /** The most it may take, as a ratio to the first row, and of memory. */
  readonly goal?: { readonly most: number; readonly mb?: number }
  /** The same work against answers that are wrong; it must end with status 1. */
  readonly wrong?: Command
}

/** Rows that are compared in one run. The first is the reference, the second is the reference again: the control. */
export interface Case {
  readonly name: string
  readonly title: string
  readonly rounds: number
  readonly rows: readonly Row[]
}

export interface Place {
  readonly node: string
  readonly folder: string
  readonly main: string
  /** The floors, bundled by the line that bundles the product. */
  readonly floor: string
  readonly plain: string
  readonly servers: Servers
}

/** Every comparison of docs/performance.md. */
export const casesOf = (place: Place): readonly Case[] => [
  starting(place),
  asCalled(starting(place)),
  oneItem(place),
  asCalled(oneItem(place)),
  manyItems(place),
  slowServer(place),
]

/** The same in the environment of the caller, which may make every process start later. */
function asCalled({ title, rows, ...rest }: Case): Case {
  return { ...rest, title: `${title}, in the environment of the caller`, rows: rows.map((row) => ({ ...row, inherits: true })) }
}

const ITEMS = 1000
const CONCURRENCY = ['--concurrency', '50']

function starting({ node, main, folder: cwd }: Place): Case {
  const empty: Row = { label: 'node -e 0', argv: [node, '-e', '0'], cwd }
  return {
    name: 'start',
    title: 'Start of the process',
    rounds: 15,
    rows: [empty, control(empty), { label: 'readiness --version', argv: [node, main, '--version'], cwd, goal: { most: 1.25 } }],
  }
}

function oneItem(place: Place): Case {
  const { node, folder: cwd } = place
  const empty: Row = { label: 'node -e 0', argv: [node, '-e', '0'], cwd }
  const floor = script(place, 'undici script, bundled', place.floor, 1)
  return {
    name: 'one',
    title: 'One item: YAML in, one GET, verdict out',
    rounds: 15,
    rows: [
      empty,
      control(empty),
      floor,
      script(place, 'undici script, plain', place.plain, 1),
      { ...product(place, 'one', 1), goal: { most: 2.6, mb: 65 } },
    ],
  }
}

function manyItems(place: Place): Case {
  const plain = script(place, 'undici script, plain', place.plain, ITEMS)
  return {
    name: 'many',
    title: `${ITEMS} items on ${ITEMS} URLs, 50 at a time`,
    rounds: 7,
    rows: [
      plain,
      control(plain),
      script(place, 'undici script, bundled', place.floor, ITEMS),
      { ...product(place, 'many', ITEMS), goal: { most: 1.8 } },
    ],
  }
}

/** 1,000 answers of 100 ms, 50 at a time, cannot take less than two seconds. */
function slowServer(place: Place): Case {
  const { node, folder: cwd, servers } = place
  const floor: Row = { label: 'sleep 2 (1,000 x 100 ms / 50)', argv: ['sleep', '2'], cwd }
  const plain: Row = { label: 'undici script, plain', argv: [node, place.plain, servers.slow, '/', String(ITEMS)], cwd }
  const folder = writeChecklist(join(cwd, 'slow'), { origin: servers.slow, path: '/', items: ITEMS, urls: ITEMS })
  return {
    name: 'slow',
    title: `${ITEMS} items on a server that takes 100 ms`,
    rounds: 5,
    rows: [floor, control(floor), plain, { label: 'readiness check', argv: check(place), cwd: folder, goal: { most: 1.25 } }],
  }
}

const control = ({ label, argv, cwd }: Row): Row => ({ label: `${label} (again)`, argv, cwd })

const check = ({ node, main }: Place): string[] => [node, main, 'check', '--quiet', ...CONCURRENCY]

function script({ node, folder: cwd, servers }: Place, label: string, file: string, count: number): Row {
  const on = (path: string) => ({ argv: [node, file, servers.fast, path, String(count)], cwd })
  return { label, ...on('/right'), wrong: on('/wrong') }
}

function product(place: Place, name: string, items: number): Row {
  const on = (path: string) => ({
    argv: check(place),
    cwd: writeChecklist(join(place.folder, `${name}${path}`), { origin: place.servers.fast, path, items, urls: items }),
  })
  return { label: 'readiness check', ...on('/right'), wrong: on('/wrong') }
}
