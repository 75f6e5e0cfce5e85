/**
 * What a terminal, a browser or a reader's eye obeys instead of showing: C0, DEL and C1, soft hyphen, zero-width and joiners, bidi
 * marks, embeddings, overrides and isolates, line and paragraph separators, blank fillers, interlinear marks, tags, lone surrogates.
 */
const UNSHOWABLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu

export interface EscapeOptions {
  /** Newlines and tabs stay as they are. */
  readonly lines?: boolean
}

/** The text with every character that is not for reading shown as `\u{1b}`. Linear in its length. */
export function escapeControls(text: string, options: EscapeOptions = {}): string {
  return text.replace(UNSHOWABLE, (character) => {
    if (options.lines === true && (character === '\n' || character === '\t')) return character
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
  })
}
