import { cruise } from 'dependency-cruiser'
import type { ICruiseOptions, ICruiseResult, IForbiddenRuleType } from 'dependency-cruiser'
import { HOMES, LAYERS, type Layer } from './layers.ts'

const TESTS = String.raw`\.test\.ts$|^src/report/fixtures`
const escaped = (text: string) => text.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)

/** A place of the table as a pattern over paths; `<probe>` is one folder, captured in `from` and the same in `to`. */
const pattern = (at: string, probe: string) => `src/${escaped(at).replace('<probe>', probe)}${at.endsWith('/') || at === '' ? '' : '$'}`

const FOLDER = '[^/]+'

/** One layer as a rule: nothing of ours but itself and what it may import. */
function layerRule({ name, at, may, reason }: Layer): IForbiddenRuleType {
  const allowed = [pattern(at, '$1'), ...may.map((one) => pattern(one, FOLDER))]
  return {
    name,
    severity: 'error',
    comment: reason,
    from: { path: `^${pattern(at, `(${FOLDER})`)}`, pathNot: TESTS },
    to: { path: '^(?:src|test|fixtures|bench|docs)/', pathNot: `^(?:${allowed.join('|')})` },
  }
}

const homeRule = ([library, home]: readonly [string, string]): IForbiddenRuleType => ({
  name: `home of ${library}`,
  severity: 'error',
  comment: `${library} is used in src/${home} alone, so that it can be replaced there`,
  from: { path: '^src/', pathNot: [TESTS, `^${pattern(home, FOLDER)}`] },
  to: { path: `node_modules/${escaped(library)}(?:/|$)` },
})

/** Cycles that types alone make vanish before anything runs. */
const NO_CYCLE: IForbiddenRuleType = {
  name: 'no cycle',
  severity: 'error',
  comment: 'modules that need each other can only be understood, tested and loaded together',
  from: { path: '^src/' },
  to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
}

const RESOLVED: IForbiddenRuleType = {
  name: 'resolved',
  severity: 'error',
  comment: 'an import that leads nowhere escapes every other rule',
  from: {},
  to: { couldNotResolve: true },
}

const DECLARED: IForbiddenRuleType = {
  name: 'declared libraries',
  severity: 'error',
  comment: 'what src uses at run time is a dependency of package.json, with its home in the table',
  from: { path: '^src/', pathNot: TESTS },
  to: { path: 'node_modules/', pathNot: `node_modules/(?:${Object.keys(HOMES).map(escaped).join('|')})/` },
}

/** Every rule on imports, with the reason in `comment`. */
export const RULES: readonly IForbiddenRuleType[] = [
  ...LAYERS.map(layerRule),
  ...Object.entries(HOMES).map(homeRule),
  NO_CYCLE,
  RESOLVED,
  DECLARED,
]

/** An import as found, paths below the root. */
export interface Import {
  readonly from: string
  readonly to: string
}

export interface Cruised {
  /** Paths of the modules of src. */
  readonly modules: readonly string[]
  readonly imports: readonly Import[]
  /** `rule: from -> to` of everything that is against a rule. */
  readonly violations: readonly { readonly rule: string; readonly text: string }[]
}

/** Reads every import of `src` below a root and holds it against the rules; types count as imports. */
export async function cruiseSources(root: string): Promise<Cruised> {
  const options: ICruiseOptions = {
    baseDir: root,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    validate: true,
    ruleSet: { forbidden: [...RULES] },
  }
  const resolving = {
    extensions: ['.ts', '.mjs', '.js', '.json'],
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default', 'types'],
  }
  const { output } = await cruise(['src'], options, resolving)
  const { modules, summary } = output as ICruiseResult
  const ours = modules.filter(({ source }) => source.startsWith('src/'))
  return {
    modules: ours.map(({ source }) => source),
    imports: ours
      .filter(({ source }) => !new RegExp(TESTS).test(source))
      .flatMap(({ source, dependencies }) => dependencies.map(({ resolved }) => ({ from: source, to: resolved }))),
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, text: `${from} -> ${to}` })),
  }
}

/** Whether the imports show that the layer uses this permission at all. */
export function uses(imports: readonly Import[], { at }: Layer, permission: string): boolean {
  const from = new RegExp(`^${pattern(at, FOLDER)}`)
  const to = new RegExp(`^${pattern(permission, FOLDER)}`)
  return imports.some((one) => from.test(one.from) && to.test(one.to))
}
