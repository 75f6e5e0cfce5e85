/** One column each: ASCII, Latin, the dashes and quotes of typesetting, and the rules and marks of our own screens. */
const SINGLE = /^[\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u2500-\u257f\u2713\u2717]*$/
const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|\p{Regional_Indicator}{2}|[#*0-9]\uFE0F\u20E3/u
const INVISIBLE = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u
/** East Asian Wide and Fullwidth, by block (Unicode UAX #11). */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{17000}-\u{18CFF}\u{1B000}-\u{1B2FF}\u{20000}-\u{3FFFD}]/u

/** Columns a text without escape sequences takes on a terminal: 2 for CJK and emoji, 0 for combining marks. */
export function widthOf(text: string): number {
  if (SINGLE.test(text)) return text.length
  let columns = 0
  for (const { segment } of segmenter().segment(text)) columns += widthOfGrapheme(segment)
  return columns
}

/** Splits a word into pieces of at most `max` columns, never inside a grapheme. */
export function pieces(word: string, max: number): string[] {
  const parts: string[] = []
  let part = ''
  let columns = 0
  for (const { segment } of segmenter().segment(word)) {
    const width = widthOfGrapheme(segment)
    if (part !== '' && columns + width > max) {
      parts.push(part)
      part = ''
      columns = 0
    }
    part += segment
    columns += width
  }
  return part === '' ? parts : [...parts, part]
}

let known: Intl.Segmenter | undefined

/** Made when a text first needs it: its tables take 8 ms to load. */
function segmenter(): Intl.Segmenter {
  known ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return known
}

function widthOfGrapheme(segment: string): number {
  if (INVISIBLE.test(segment)) return 0
  return EMOJI.test(segment) || WIDE.test(segment) ? 2 : 1
}
