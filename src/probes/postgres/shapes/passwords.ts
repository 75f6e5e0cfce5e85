import * as z from 'zod'
import { findings } from '../../fields.ts'

/** What came of logins with wrong and with common passwords. */
export const Passwords = z.object({
  user: z.string().describe('The role whose password was tried'),
  userExists: z.boolean().describe('Whether there is such a role that may log in; the server refuses an unknown one like a wrong password'),
  attempts: z.int().describe('Logins that were answered, the random one among them'),
  method: z
    .enum(['scram-sha-256', 'md5', 'cleartext', 'trust', 'no-entry'])
    .optional()
    .describe(
      'How the server asked for the random password; `trust`: not at all; `no-entry`: it refused before it asked; unread when it did not answer',
    ),
  refusesRandom: z
    .boolean()
    .optional()
    .describe('Whether the random password was refused: only then the refusal of the others says something'),
  trust: z.boolean().optional().describe('Whether the random password was accepted: the server lets everyone in'),
  acceptsDefault: z
    .boolean()
    .optional()
    .describe('Whether one of the passwords was accepted; unread when none was and one could not be tried, as with `no-entry`'),
  acceptedDefaults: findings(z.string())
    .optional()
    .describe(
      'Passwords that were accepted: the word when it is a well-known one, else `#` and its position in `tries`; unread when one could not be tried',
    ),
})
export type Passwords = z.infer<typeof Passwords>
