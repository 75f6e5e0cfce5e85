import { isGlob } from '../../core/glob.ts'
import { quoted } from '../../core/shell-word.ts'
import type { Description } from '../contract.ts'
import { shellLine } from '../shell.ts'
import type { Params } from './schema.ts'

/** What is read and searched; by hand the files as listed, their commits, and the commits that hold what must not be there. */
export function describe({ root = '.', paths, git, history }: Params): Description {
  const line = shellLine()
  const log = ['git', ...(root === '.' ? [] : ['-C', quoted(root)]), 'log', '--oneline']
  const plain = paths.filter((path) => !isGlob(path)).map((path) => quoted(root === '.' || path.startsWith('/') ? path : `${root}/${path}`))
  const commands = [
    ...(plain.length > 0 ? [['ls', '-l', ...plain]] : []),
    ...(git && paths.length > 0 ? [[...log, '--', ...paths.map(quoted)]] : []),
    ...Object.values(history?.secrets ?? {}).map((secret) => [...log, '--all', `-S${line.word(line.text(secret))}`]),
    ...(history && history.files.length > 0 ? [[...log, '--all', '--', ...history.files.map(quoted)]] : []),
  ]
  const repeat = line.whole(commands.map((words) => words.join(' ')).join('; '))
  return {
    summary: [paths.length > 0 && `read ${paths.join(', ')} in ${root}`, history && `search the git history of ${root}`]
      .filter(Boolean)
      .join('; '),
    ...(commands.length === 0 ? {} : { repeat }),
  }
}
