import { Token, parseDictionary, parseItem, parseList } from 'structured-headers'

/** Structured Fields (RFC 9651); the readers throw on anything that is not of the grammar. */
export { Token, parseDictionary, parseItem, parseList }
