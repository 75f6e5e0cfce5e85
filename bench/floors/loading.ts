// Loads a checklist once and prints the milliseconds of CPU: `bare` is the YAML parser alone, `whole` what the product makes of it.
import { readFileSync } from 'node:fs'
import { parseDocument } from 'yaml'
import { loadChecklist } from '../../src/checklist/load.ts'

const [mode, file = ''] = process.argv.slice(2)
void load(readFileSync(file))

async function load(bytes: Buffer): Promise<void> {
  const before = process.cpuUsage()
  if (mode === 'bare') parseDocument(bytes.toString()).toJS()
  else if (!(await loadChecklist(file, bytes)).ok) throw new Error(`${file} does not load`)
  const { user, system } = process.cpuUsage(before)
  process.stdout.write(`${(user + system) / 1000}\n`)
}
