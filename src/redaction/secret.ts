import { inspect } from 'node:util'

/**
 * A value that must never reach an output. It has no text form: only `reveal()` gives the value, and only code that
 * sends it to its own target calls that.
 */
export class Secret {
  readonly #value: string
  /** Where the value came from, for messages: `secrets.token`, `saved.token`. Never derived from the value. */
  readonly name: string

  constructor(value: string, name: string) {
    this.#value = value
    this.name = name
  }

  reveal(): string {
    return this.#value
  }

  toJSON(): string {
    return `[secret:${this.name}]`
  }

  [inspect.custom](): string {
    return `[secret:${this.name}]`
  }

  [Symbol.toPrimitive](): never {
    throw new TypeError(`the secret ${this.name} cannot become text here`)
  }
}
