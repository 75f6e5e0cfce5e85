const TEXT = /nothing was sent, because the target did not prove to be ([^:]{1,80}): ([^]+)$/

/** Why nothing that has an effect was sent: `identify` of the environment failed. */
export const unproven = (environment: string, why: string): string =>
  `nothing was sent, because the target did not prove to be ${environment}: ${why}`

/** The environment and the cause in such a text, whatever stands before it; undefined for any other text. */
export function unprovenIn(text: string): { readonly environment: string; readonly why: string } | undefined {
  const [, environment, why] = TEXT.exec(text) ?? []
  return environment === undefined || why === undefined ? undefined : { environment, why }
}
