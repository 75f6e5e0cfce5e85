const LOOPBACK = 'not possible on loopback without rights over the network'
const NO_FILTER = 'the tool has no address filter: which hosts are asked is the word of readiness.yaml'

/** Faults of the catalogue that no row plays, or that are known not to be survived whole, each with the reason. */
export const NOT_DONE: Readonly<Record<string, string>> = {
  C04: 'the reports withhold the evidence, but run.json (mode 0600) holds what the judge saw, for the replay',
  C13: 'NODE_OPTIONS and LD_PRELOAD are a warning (src/config/process.test.ts), there is no gate mode that refuses them',
  C14: 'proxies are not used at all: N16',
  C19: 'waivers are not built; the rows play attestations',
  C20: 'waivers are not built',
  H13: 'the parser takes the status line HTTP/2.0 for one of HTTP/1.1; all other variants are played',
  H31: 'HTTP/2 is not spoken: every connection offers http/1.1 alone',
  K18: 'no fingerprint of a cluster is checked: context and namespace are the word of readiness.yaml',
  K22: 'skew of client and server is not recorded',
  K23: 'a program that the checklist calls a read is believed, with --allow-exec; the kubernetes probe itself only gets',
  L07: 'a rule for reviewers: prefer structured fields to text',
  M09: "queries take no values that are not the operator's own",
  M10: 'the tool leaves the judgement of gaps and resets to the checklist (increase, expectedPoints)',
  N03: 'names are resolved by c-ares, which has no threads to starve: N02 writes its reports during eight silent lookups',
  N05: NO_FILTER,
  N06: NO_FILTER,
  N09: LOOPBACK,
  N15: 'ends unknown or, where Node itself can open no file any more, with status 70 and the cause; which of the two depends on the version of Node',
  P22: 'a superuser is seen (role.superuser) and judged by the checklist, not refused: pg_read_file and pg_reload_conf stay callable; COPY and the role are played',
  P28: 'PgBouncer is not at hand',
  T14: 'Node tells an end without close_notify as any other end, so a body without a length is taken as whole; resets, lengths and renegotiation are played',
}
