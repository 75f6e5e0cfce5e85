/** What XML 1.0 may not hold, not even as a character reference (section 2.2), and the two noncharacters. */
const ILLEGAL = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

export type Attributes = Readonly<Record<string, string | number>>

/** An element on lines of its own; `content` is XML already. */
export function element(name: string, attributes: Attributes, content: readonly string[] = []): string[] {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
  const open = `<${name}${pairs.join('')}`
  return content.length === 0 ? [`${open}/>`] : [`${open}>`, ...content.map((row) => `  ${row}`), `</${name}>`]
}

/** An element with text only; its white space is kept. */
export function textElement(name: string, attributes: Attributes, text: string): string[] {
  const [only] = element(name, attributes)
  return [`${(only ?? '').slice(0, -2)}>${escapeXml(text)}</${name}>`]
}

/** Text for an attribute or element; characters that XML cannot hold become visible. */
export function escapeXml(text: string): string {
  return text
    .replace(ILLEGAL, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
