/**
 * A text without these characters at its ends; the default is the white space of HTTP fields, SP and HTAB (RFC 9110, 5.6.3). A vertical
 * tab or a no-break space stays and makes the value another one. Linear, which a pattern such as `/[ ]+$/` is not.
 */
export function trimmed(text: string, characters = ' \t'): string {
  let start = 0
  let end = text.length
  while (start < end && characters.includes(text.charAt(start))) start += 1
  while (end > start && characters.includes(text.charAt(end - 1))) end -= 1
  return text.slice(start, end)
}
