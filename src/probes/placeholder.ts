/** What people leave where a value belongs, short words as people write them: `-TbD-` stands in a random key now and then. */
const PLACEHOLDERS: readonly RegExp[] = [
  /<[^<>]*>/,
  /\$\{[^}]*\}|\{\{[^}]*\}\}|\$\([A-Za-z_][\w.-]*\)/,
  /^(?:\$[A-Za-z_]\w*|%[A-Za-z_]\w*%|\[[A-Za-z][\w -]*\]|null|undefined)$/i,
  /change[-_ ]?(?:me|this|it)/i,
  /replace[-_ ]?(?:me|this|with)/i,
  /(?<![A-Za-z0-9])(?:your|YOUR|Your)[-_ ]/,
  /(?<![A-Za-z0-9])(?:fill|set)[-_ ](?:me|this|in)(?![A-Za-z0-9])/i,
  /[-_ ](?:here|HERE|Here)$/,
  /(?:^|[.@/])example\.(?:com|org|net)\b/i,
  /(?<![A-Za-z0-9])placeholder(?![A-Za-z0-9])/i,
  /(?<![A-Za-z0-9])(?:todo|TODO|Todo|tbd|TBD|fixme|FIXME|Fixme|FixMe)(?![A-Za-z0-9])/,
  /^(?:x{3,}|\*{3,}|\.{3,}|-{3,}|_{3,})$/i,
  /^django-insecure-/,
]

/** Whether a value looks like one that was never filled in: `<secret>`, `changeme`, `redis.example.com`, `xxx`, `TODO`. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDERS.some((pattern) => pattern.test(value))
}
