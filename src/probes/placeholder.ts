/** What people leave where a value belongs, short words as people write them: `-TbD-` stands in a random key now and then. */
const PLACEHOLDERS: readonly RegExp[] = [
  /<[^<>]*>/,
  /\$\{[^}]*\}|\{\{[^}]*\}\}/,
  /change[-_ ]?(?:me|this|it)/i,
  /replace[-_ ]?(?:me|this|with)/i,
  /\b(?:your|YOUR|Your)[-_ ]/,
  /(?:^|[.@/])example\.(?:com|org|net)\b/i,
  /\bplaceholder\b/i,
  /\b(?:todo|TODO|Todo|tbd|TBD|fixme|FIXME|Fixme|FixMe)\b/,
  /^(?:x{3,}|\*{3,}|\.{3,}|-{3,}|_{3,})$/i,
  /^django-insecure-/,
]

/** Whether a value looks like one that was never filled in: `<secret>`, `changeme`, `redis.example.com`, `xxx`, `TODO`. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDERS.some((pattern) => pattern.test(value))
}
