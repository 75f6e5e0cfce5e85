/** A login with a guessed password is no plain read: it is written to the server's log and may count towards a lock. */
export const effect = (raw: Readonly<Record<string, unknown>>): 'read' | 'declare' => (raw['passwords'] === undefined ? 'read' : 'declare')
