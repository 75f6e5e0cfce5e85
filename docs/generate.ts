import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { cliPage } from './generate/cli.ts'
import { CHECKLIST_KEYS, CONFIG_KEYS, formatsPart, keyParts } from './generate/keys.ts'
import { fill } from './generate/markdown.ts'
import { allProbes, probeParts, probesPage } from './generate/probes.ts'
import { problemsPage } from './generate/problems.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): Promise<string> => readFile(root + path, 'utf8')

/** Every page with generated parts as it should be, by its path in the repository. */
async function pages(): Promise<Map<string, string>> {
  const probes = await allProbes()
  const filled = async (path: string, parts: Readonly<Record<string, string>>) => [path, fill(await read(path), parts, path)] as const
  return new Map([
    ['docs/cli.md', cliPage()],
    ['docs/problems.md', problemsPage()],
    ['docs/probes.md', probesPage(probes)],
    await filled('docs/checklist.md', keyParts(CHECKLIST_KEYS)),
    await filled('docs/environments.md', keyParts(CONFIG_KEYS)),
    await filled('docs/reports.md', { formats: formatsPart() }),
    ...(await Promise.all(probes.map((probe) => filled(`src/probes/${probe.name}/README.md`, probeParts(probe))))),
  ])
}

/** Paths of the pages that are not as they would be generated. */
export async function stalePages(): Promise<string[]> {
  const stale: string[] = []
  for (const [path, text] of await pages()) {
    if (text !== (await read(path).catch(() => ''))) stale.push(path)
  }
  return stale
}

async function main(checkOnly: boolean): Promise<number> {
  const stale = await stalePages()
  if (checkOnly) {
    for (const path of stale) console.error(`${path} is not up to date: npm run docs`)
    return stale.length > 0 ? 1 : 0
  }
  const made = await pages()
  for (const path of stale) {
    await writeFile(root + path, made.get(path) ?? '')
    console.error(`wrote ${path}`)
  }
  return 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.includes('--check'))
