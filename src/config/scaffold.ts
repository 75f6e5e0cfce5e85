import { ATTESTATIONS_FILE } from './attestations.ts'
import { parseOrigin } from './origins.ts'
import { configJsonSchema } from './schema.ts'

/** What `readiness init` asks; all but the origin has a default. */
export interface Answers {
  /** Scheme, host and port of the deployment; `parseOrigin` says whether it will do. */
  readonly url: string
  /** Name of the environment, default `staging`. */
  readonly environment?: string
  /** Id of the checklist and name of its file, default `first`: small letters, digits and `-`. */
  readonly checklist?: string
  readonly title?: string
  /** Path that answers 200 when the service is well, default `/health`. */
  readonly healthPath?: string
  /** Who attests, default `Technical Lead`. */
  readonly role?: string
  /** Text of the checklist's JSON Schema; with it the editor knows both formats. */
  readonly checklistSchema?: string
}

export interface Scaffold {
  /** Paths are relative to the folder of readiness.yaml, with `/`. */
  readonly files: readonly { readonly path: string; readonly text: string }[]
}

const SCHEMAS = '.readiness'

/** A readiness.yaml and a first checklist that run as they are. Throws on a url or an id that is not usable. */
export function scaffold(answers: Answers): Scaffold {
  const { environment = 'staging', checklist = 'first', checklistSchema } = answers
  const parsed = parseOrigin(answers.url)
  if (!('origin' in parsed)) throw new TypeError(`the url cannot be used: ${parsed.message}`)
  if (!/^[a-z][a-z0-9-]*$/.test(checklist)) throw new TypeError('the id of a checklist has small letters, digits and - only')
  const schema = checklistSchema === undefined ? [] : [{ path: `${SCHEMAS}/checklist.schema.json`, text: checklistSchema }]
  return {
    files: [
      { path: 'readiness.yaml', text: configText(environment, parsed.origin, checklist) },
      { path: `checklists/${checklist}.yaml`, text: checklistText(answers, checklist) },
      { path: `${SCHEMAS}/config.schema.json`, text: `${JSON.stringify(configJsonSchema(), null, 2)}\n` },
      ...schema,
    ],
  }
}

/** A JSON text is a double-quoted YAML scalar (YAML 1.2, 1.3). */
const quoted = (text: string): string => JSON.stringify(text)

const configText = (environment: string, origin: string, checklist: string): string => `\
# yaml-language-server: $schema=${SCHEMAS}/config.schema.json
readiness: 1
checklists: [checklists/${checklist}.yaml]

# One entry for each place that is judged. None inherits from another.
environments:
  ${quoted(environment)}:
    url: ${quoted(origin)}
    phases: [pre-deploy, staging]

    # How to ask which release is running; without it a verdict is about an unknown release.
    # release: { probe: http, with: { path: /version }, value: "json.commit" }

    # Looks only read until an effect is listed here.
    # allow: [session]

    # Where secrets come from. Their values never stand in this file.
    # secrets:
    #   token: { env: STAGING_TOKEN }
    # identities:
    #   user: { bearer: "\${secrets.token}" }

    # Databases, clusters, metrics.
    # targets:
    #   db: { kind: postgres, url: "\${secrets.dbUrl}" }
`

const checklistText = (
  { title = 'Production readiness', healthPath = '/health', role = 'Technical Lead' }: Answers,
  id: string,
): string => `\
# yaml-language-server: $schema=../${SCHEMAS}/checklist.schema.json
readiness: 1
id: ${id}
title: ${quoted(title)}
gate: { critical: 100%, high: 80% }
sign-off: [${quoted(role)}]
sections:
  - title: The service answers
    items:
      - id: service.health
        title: The health endpoint answers 200
        severity: critical
        phase: pre-deploy
        probe: http
        with: { path: ${quoted(healthPath)} }
        expect: "status == 200"
        why: A service that is not well before the release will not be well after it.
        fix: Look at the log of the service, then run the check again.
      - id: service.sniffing
        title: Browsers are told not to guess content types
        severity: high
        phase: pre-deploy
        probe: http
        with: { path: ${quoted(healthPath)} }
        expect: "header('x-content-type-options') == 'nosniff'"
        fix: "Send X-Content-Type-Options: nosniff with every answer."
  - title: People agree
    items:
      - id: rollback.practised
        title: The rollback was practised
        severity: high
        phase: pre-deploy
        # A person says so: readiness attest writes the line into ${ATTESTATIONS_FILE}.
        attest: { role: ${quoted(role)}, evidence: required, valid: 30d }
`
