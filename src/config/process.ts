import type { Problem } from '../core/problem.ts'

interface Rule {
  readonly variable: string
  readonly refuses: (value: string) => boolean
  readonly level: Problem['level']
  readonly message: string
  readonly hint: string
}

const RULES: readonly Rule[] = [
  {
    variable: 'NODE_TLS_REJECT_UNAUTHORIZED',
    refuses: (value) => value === '0',
    level: 'error',
    message: 'NODE_TLS_REJECT_UNAUTHORIZED=0 switches certificate checks off; nothing seen through such a connection can be believed',
    hint: 'unset it; a private CA goes into tls.ca of the environment',
  },
  {
    variable: 'NODE_DEBUG',
    refuses: (value) => /http|tls|net|undici|fetch/i.test(value),
    level: 'error',
    message: 'NODE_DEBUG prints requests with their credentials',
    hint: 'unset it',
  },
  {
    variable: 'DEBUG',
    refuses: (value) => /\*|ioredis/.test(value),
    level: 'error',
    message: 'DEBUG makes libraries print commands with their credentials',
    hint: 'unset it',
  },
  {
    variable: 'NODE_OPTIONS',
    refuses: (value) => /--(?:require|import|loader|experimental-loader|tls-keylog|use-openssl-ca)\b|(?:^|\s)-r\b/.test(value),
    level: 'warning',
    message: 'NODE_OPTIONS loads code or keys into this process before it starts',
    hint: 'unset it where a verdict gates something',
  },
  {
    variable: 'NODE_EXTRA_CA_CERTS',
    refuses: (value) => value !== '',
    level: 'warning',
    message: 'NODE_EXTRA_CA_CERTS adds authorities that every connection trusts',
    hint: 'a private CA goes into tls.ca of the environment',
  },
  {
    variable: 'LD_PRELOAD',
    refuses: (value) => value !== '',
    level: 'warning',
    message: 'LD_PRELOAD loads code into this process before it starts',
    hint: 'unset it where a verdict gates something',
  },
]

/** What in the process's own environment forbids a run (error) or belongs into its notes (warning); never a value. */
export function checkProcess(env: Readonly<Record<string, string | undefined>>): Problem[] {
  return RULES.filter((rule) => rule.refuses(env[rule.variable] ?? '')).map(({ level, message, hint }) => ({
    code: 'unsafe-process',
    level,
    message,
    hint,
  }))
}
