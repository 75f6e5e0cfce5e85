// What a fresh clone needs before anything else: the packages of the lock file, and a build of the sources as they are.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = `${root}/node_modules/.readiness-lock`

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`readiness needs Node 20.19 or newer; this is ${process.version}`)
  process.exit(1)
}

const lock = createHash('sha256')
  .update(readFileSync(`${root}/package-lock.json`))
  .digest('hex')
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.error('installing packages ...')
  // Not `npm ci`: it refuses a lock file without the binaries of platforms that a registry does not serve. Versions are the
  // lock's all the same, and nothing is written to it.
  execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 2, 2] })
  writeFileSync(stamp, lock)
}
console.error('building ...')
execFileSync(process.execPath, [`${root}/.ci/build.mjs`], { cwd: root, stdio: ['ignore', 2, 2] })
