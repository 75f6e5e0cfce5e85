import type { Answer, Observation, Simple } from './schema.ts'

/** Answers that a browser follows instead of handing them to the script. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** What all answers say together about the server's policy; who may send is told where browsers ask by a preflight. */
export function derive(answers: readonly Answer[], control: Simple, preflighted: boolean): Observation {
  const own = answers.filter(({ kind }) => kind === 'own')
  const foreign = answers.filter(({ kind }) => kind !== 'own')
  const every = [control, ...answers.flatMap(({ simple, preflight }) => [simple, preflight])]
  const who = (test: (answer: Answer) => boolean) => foreign.filter(test).map(({ kind, origin }) => ({ kind, origin }))
  const ownCan = (test: (answer: Answer) => boolean) => own.length > 0 && own.every(test)
  return {
    answers: [...answers],
    control,
    reflectsAnyOrigin: foreign.some(
      ({ kind, origin, simple, preflight }) => kind === 'hostile' && [simple, preflight].some(({ allowOrigin }) => allowOrigin === origin),
    ),
    allowsNull: every.some(({ allowOrigin }) => allowOrigin === 'null'),
    wildcard: every.some(({ allowOrigin }) => allowOrigin === '*'),
    wildcardWithCredentials: every.some(({ allowOrigin, allowCredentials }) => allowOrigin === '*' && allowCredentials === 'true'),
    foreignReadable: who(({ simple }) => simple.readable),
    foreignReadableWithCredentials: who(({ simple }) => simple.readableWithCredentials),
    ownReadable: ownCan(({ simple }) => simple.readable && !REDIRECTS.has(simple.status)),
    ownReadableWithCredentials: ownCan(({ simple }) => simple.readableWithCredentials && !REDIRECTS.has(simple.status)),
    ...(preflighted
      ? {
          foreignAllowed: who(({ preflight }) => preflight.passes),
          foreignAllowedWithCredentials: who(({ preflight }) => preflight.passesWithCredentials),
          ownAllowed: ownCan(({ preflight }) => preflight.passes),
          ownAllowedWithCredentials: ownCan(({ preflight }) => preflight.passesWithCredentials),
        }
      : {}),
    varyOrigin: varyOrigin([control, ...answers.map(({ simple }) => simple)]),
    methods: own[0]?.preflight.allowMethods ?? [],
    headers: own[0]?.preflight.allowHeaders ?? [],
  }
}

/** Answers without allow-origin need it too, or a cache serves them to those who are allowed (Fetch, "CORS protocol and HTTP caches"); what may not be stored is served to nobody. */
function varyOrigin(simple: readonly Simple[]): boolean {
  const constant = new Set(simple.map(({ allowOrigin, allowCredentials }) => `${allowOrigin ?? ''} ${allowCredentials ?? ''}`)).size === 1
  return constant || simple.every(({ vary, noStore }) => noStore || vary.includes('origin') || vary.includes('*'))
}
