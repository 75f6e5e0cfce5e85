import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** Something that code says and where. */
export interface Found {
  readonly file: string
  readonly line: number
  /** `process.env`, `Date.now`, `new Date()`, `any`, or a comment that silences the compiler. */
  readonly what: string
}

const WATCHED: ReadonlySet<string> = new Set(['process', 'console'])
/** What the machine is, not what it is told: no input of a run. */
const CONSTANTS: ReadonlySet<string> = new Set(['process.platform', 'process.pid', 'process.versions'])
const CALLS: ReadonlySet<string> = new Set(['Date.now', 'Math.random'])
// In two parts, or this file would find itself.
const SILENCED = new RegExp(`@ts-${'(?:ignore|nocheck|expect-error)'}`)

/** Uses of the process, the terminal, the clock and chance, `any`, and switched-off checks in one source text. */
export function scanText(file: string, text: string): Found[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found: Found[] = []
  const add = (node: ts.Node, what: string) =>
    found.push({ file, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, what })
  const visit = (node: ts.Node) => {
    const what = whatIs(node)
    if (what !== undefined) add(node, what)
    ts.forEachChild(node, visit)
  }
  visit(source)
  text.split('\n').forEach((line, index) => {
    const [match] = SILENCED.exec(line) ?? []
    if (match !== undefined && /^\s*(?:\/\/|\/\*|\*)/.test(line.slice(line.search(/\/\/|\/\*|\*/))))
      found.push({ file, line: index + 1, what: match })
  })
  return found
}

function whatIs(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any'
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) && /^(?:node:)?process$/.test(node.moduleSpecifier.text))
    return 'process'
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments ?? []).length === 0) return 'new Date()'
  if (!ts.isPropertyAccessExpression(node)) return undefined
  const text = node
    .getText()
    .replaceAll(/\s/g, '')
    .replace(/^globalThis\./, '')
  if (CALLS.has(text)) return text
  if (CONSTANTS.has(text)) return undefined
  return ts.isIdentifier(node.expression) && WATCHED.has(node.expression.text) ? text : undefined
}

/** The TypeScript and JavaScript files below some folders of a root, as paths below it. */
export function sourceFiles(root: string, folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
    .filter((file) => /\.(?:ts|mjs|js)$/.test(file) && !file.includes('node_modules'))
    .sort()
}

/** `scanText` over files of a root. */
export const scanFiles = (root: string, files: readonly string[]): Found[] =>
  files.flatMap((file) => scanText(file, readFileSync(join(root, file), 'utf8')))

export const shown = ({ file, line, what }: Found): string => `${file}:${line}: ${what}`
