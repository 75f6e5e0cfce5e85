/** What a look does to its target, in the order in which the engine runs them (design section 6). */
export const EFFECTS = ['read', 'session', 'data', 'config', 'destructive', 'lockout', 'load'] as const
export type Effect = (typeof EFFECTS)[number]
