import { inspect } from 'node:util'

/** How a person gets the value in a shell, part for part: text as it is, and variables. */
export type ShellPart = string | ShellVariable

export interface ShellVariable {
  readonly variable: string
  /** Where its value comes from, in words that a shell says when it has none: `saved by the step login`. */
  readonly from?: string
  /** The file that holds the value, where no variable does. */
  readonly file?: string
}

/**
 * A value that must never reach an output. It has no text form: only `reveal()` gives the value, and only code that
 * sends it to its own target calls that.
 */
export class Secret {
  readonly #value: string
  /** Where the value came from, for messages: `secrets.token`, `saved.token`. Never derived from the value. */
  readonly name: string
  /** Where a person gets it, for the line that repeats a look; never a part of the value that is secret. */
  readonly parts?: readonly ShellPart[]

  constructor(value: string, name: string, parts?: readonly ShellPart[]) {
    this.#value = value
    this.name = name
    if (parts !== undefined) this.parts = parts
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

/**
 * The variable that stands for a secret that is in none: `saved.accessToken` is `SAVED_ACCESS_TOKEN`, so that neither `USER` nor the
 * `TOKEN` of somebody else is taken for it.
 */
export const shellName = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()
