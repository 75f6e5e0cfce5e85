import type { SecretLintSourceOptions } from '@secretlint/core'

export interface Text {
  readonly path: string
  readonly text: string
}

/** For each text the short names of the rules that found something in it; what they found is never given out. */
export type FindPatterns = (texts: readonly Text[]) => Promise<ReadonlySet<string>[]>

const PRESET = '@secretlint/secretlint-rule-preset-recommend'
// Neither a pattern nor a number, so that nothing runs over from one text into the next.
const BETWEEN = '\n\n'

/** The only kinds of files that rules tell apart, and the name under which they are given to them. */
const FORMS: readonly (readonly [RegExp, string, string])[] = [
  [/\.json$/, 'package.json', '.json'],
  [/\.npmrc$/, '.npmrc', ''],
  [/(?:)/, 'text.txt', '.txt'],
]

/**
 * The patterns of known credentials. Many texts go into one call: the library keeps marks of each call for ever, and the time for
 * them grows with the square of their number. Comments in a text that would switch a rule off are disarmed.
 */
export async function loadPatterns(): Promise<FindPatterns> {
  const [{ lintSource }, { creator }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ])
  const config: SecretLintSourceOptions['options']['config'] = { rules: [{ id: PRESET, rule: creator }] }
  return async (texts) => {
    const found = texts.map(() => new Set<string>())
    for (const [form, filePath, ext] of FORMS) {
      const members = [...texts.keys()].filter((index) => FORMS.find(([pattern]) => pattern.test(texts[index]?.path ?? ''))?.[0] === form)
      if (members.length === 0) continue
      const starts: number[] = []
      const parts: string[] = []
      let length = 0
      for (const index of members) {
        starts.push(length)
        const text = (texts[index]?.text ?? '').replaceAll('secretlint-', 'secretlint_')
        parts.push(text)
        length += text.length + BETWEEN.length
      }
      const { messages } = await lintSource({
        source: { filePath, content: parts.join(BETWEEN), ext, contentType: 'text' },
        options: { config, maskSecrets: true },
      })
      for (const { ruleId, range } of messages) {
        const at = starts.findLastIndex((start) => start <= range[0])
        found[members[at] ?? 0]?.add(ruleId.replace(/^@secretlint\/secretlint-rule-/, ''))
      }
    }
    return found
  }
}
