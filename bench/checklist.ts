import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Wanted {
  readonly origin: string
  readonly path: string
  readonly items: number
  /** Distinct URLs; fewer than items are shared. */
  readonly urls: number
}

/** Writes a readiness.yaml and its checklist into a new folder; every item asks for one URL, status 200 and one header. */
export function writeChecklist(folder: string, wanted: Wanted): string {
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'readiness.yaml'),
    `readiness: 1
checklists: [list.yaml]
environments:
  bench:
    origins: { web: "${wanted.origin}" }
    phases: [pre-deploy]
`,
  )
  const items = Array.from({ length: wanted.items }, (_, index) => item(wanted.path, index, index % wanted.urls))
  writeFileSync(
    join(folder, 'list.yaml'),
    `readiness: 1\nid: bench\ntitle: Bench\nsections:\n  - title: All\n    items:\n${items.join('')}`,
  )
  return folder
}

const item = (path: string, index: number, url: number): string => `\
      # Nobody may put page ${index} into a frame of their own.
      - id: page.frames-${index}
        title: Page ${index} cannot be framed
        severity: high
        tags: [security, headers]
        probe: http
        with:
          path: ${path}?i=${url}
        expect:
          - status == 200
          - headers['x-frame-options'] == 'DENY'
`
