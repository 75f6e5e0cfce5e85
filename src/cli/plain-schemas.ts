import * as z from 'zod'

/** A run parses each schema once or twice, for which zod need not compile it. It reads this when a schema is made: import it first. */
z.config({ jitless: true })
