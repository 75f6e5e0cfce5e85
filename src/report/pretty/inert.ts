/**
 * A line that the log of a CI job shows and does not obey: GitHub's runner takes `::` at the start of a line, white space before it
 * or not, for a command, and `##[` wherever it stands; Azure and TeamCity have `##vso[` and `##teamcity[`.
 */
export function inert(row: string): string {
  return row.replace(/^(\s*):(?=:)/, String.raw`$1\u{3a}`).replaceAll(/#(?=(?:#|#vso|#teamcity)\[)/g, String.raw`\u{23}`)
}
