/** Short words are taken as people write them, and not amid letters and dashes: `-TbD-` stands in a random key now and then. */
const WORD = '(?:todo|TODO|Todo|tbd|TBD|fixme|FIXME|Fixme|FixMe)'
const SEPARATOR = '[\\s/.:@="\'()]'

/** What people leave where a value belongs. Of a million random keys of 32 bytes one meets one of these by chance. */
const PLACEHOLDERS: readonly RegExp[] = [
  /<[^<>]*>/,
  /\$\{[^}]*\}|\{\{[^}]*\}\}/,
  /change[-_ ]?(?:me|this|it)/i,
  /replace[-_ ]?(?:me|this|with)/i,
  /\b(?:your|YOUR|Your)[-_ ]/,
  /(?:^|[.@/])example\.(?:com|org|net)\b/i,
  /\bplaceholder\b/i,
  new RegExp(`(?:^|${SEPARATOR})${WORD}\\b|\\b${WORD}(?:$|${SEPARATOR})`),
  /^(?:x{3,}|\*{3,}|\.{3,}|-{3,}|_{3,})$/i,
  /^django-insecure-/,
]

/** Whether a value looks like one that was never filled in: `<secret>`, `changeme`, `redis.example.com`, `xxx`, `TODO`. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDERS.some((pattern) => pattern.test(value))
}
