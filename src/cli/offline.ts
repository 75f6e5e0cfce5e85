import { attest } from './attest.ts'
import { explain } from './explain.ts'
import { init } from './init.ts'
import { listItems } from './list.ts'
import { plan } from './plan.ts'
import { render } from './render.ts'
import { replayRun } from './replay.ts'
import { schema } from './schema.ts'
import { validate } from './validate.ts'

/**
 * The commands that speak to no deployment, loaded together: nearly all that they need they share with `check`, and with an
 * import for each the bundler would cut that into half again as many files, each of which costs `check` its share of the start.
 */
export const OFFLINE = { attest, explain, init, list: listItems, plan, render, replay: replayRun, schema, validate } as const
