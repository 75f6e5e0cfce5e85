import * as z from 'zod'
import { parseDuration } from '../core/duration.ts'
import { Secret } from '../redaction/secret.ts'

/** Text that may be a secret; described as a string in the published schema. */
export const secretText = () => z.union([z.string(), z.instanceof(Secret)]).meta({ type: 'string', secret: true })

/** A duration with its unit (`500ms`, `20s`, `2m`, `1h30m`) as milliseconds, from 1 ms to 24 h. */
export const duration = () =>
  z.string().transform((text, context) => {
    const ms = parseDuration(text)
    if (ms !== undefined && ms >= 1 && ms <= 86_400_000) return ms
    context.addIssue({ code: 'custom', message: `wants a duration with a unit between 1ms and 24h, for example 20s; came "${text}"` })
    return z.NEVER
  })

/** A list of things found wrong: empty is good news, not emptiness (design 3.6). */
export const findings = <T extends z.ZodType>(item: T) => z.array(item).meta({ findings: true })
