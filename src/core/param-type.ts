/** The kinds of value that a parameter may be declared as. */
export type ParamType = 'string' | 'int' | 'double' | 'bool' | 'list'

const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

const KINDS: Readonly<Record<ParamType, { readonly words: string; readonly fits: (value: unknown) => boolean }>> = {
  string: { words: 'text', fits: (value) => typeof value === 'string' },
  int: { words: 'a whole number', fits: (value) => Number.isSafeInteger(value) },
  double: { words: 'a number', fits: (value) => typeof value === 'number' && Number.isFinite(value) },
  bool: { words: 'true or false', fits: (value) => typeof value === 'boolean' },
  list: { words: 'a list of texts, numbers or truth values', fits: (value) => Array.isArray(value) && value.every(isPlain) },
}

/** What a parameter of this type wants, in words, when the value is not that; nothing when it fits. */
export function misfit(type: ParamType, value: unknown): string | undefined {
  const { fits, words } = KINDS[type]
  return fits(value) ? undefined : words
}
