const TEXT = /the target refused the identity .{1,200}$/

/** What stands beside an expectation that did not hold where our own credential was refused: the answer says nothing else. */
export const refusedIdentity = (identity: string, sources: readonly string[], status: number): string =>
  `the target refused the identity ${identity}${sources.length === 0 ? '' : ` (${sources.join(', ')})`}: ${status}`

/** The same sentence in a detail, whatever stands before it; undefined in any other. */
export const refusedIdentityIn = (detail: string | undefined): string | undefined => TEXT.exec(detail ?? '')?.[0]
