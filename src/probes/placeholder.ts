/** What people leave where a value belongs. Random keys of 32 bytes meet none of these by chance. */
const PLACEHOLDERS: readonly RegExp[] = [
  /<[^<>]*>/,
  /\$\{[^}]*\}|\{\{[^}]*\}\}/,
  /change[-_ ]?(?:me|this|it)/i,
  /replace[-_ ]?(?:me|this|with)/i,
  /\byour[-_ ]/i,
  /(?:^|[.@/])example\.(?:com|org|net)\b/i,
  /\bplaceholder\b/i,
  /\b(?:todo|tbd|fixme)\b/i,
  /^(?:x{3,}|\*{3,}|\.{3,}|-{3,}|_{3,})$/i,
  /^django-insecure-/,
]

/** Whether a value looks like one that was never filled in: `<secret>`, `changeme`, `redis.example.com`, `xxx`, `TODO`. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDERS.some((pattern) => pattern.test(value))
}
