import type { ErrorCode } from 'yaml'
import type { Fault } from './build.ts'
import { misindented } from './indentation.ts'

const QUOTE = 'if this is text or an expression, put all of it in quotes'

/**
 * Our own sentence per error of the YAML parser: its messages may quote the source, and with it a password.
 */
const SYNTAX: Readonly<Record<ErrorCode, readonly [message: string, hint?: string]>> = {
  ALIAS_PROPS: ['an alias cannot have a tag or an anchor', QUOTE],
  BAD_ALIAS: ['* begins an alias here, and that has no name', QUOTE],
  BAD_COLLECTION_TYPE: ['the tag does not fit the value', QUOTE],
  BAD_DIRECTIVE: ['this directive is not valid', 'remove the line'],
  BAD_DQ_ESCAPE: ['this escape is not known in double quotes', 'write \\\\ for a backslash, or use single quotes'],
  BAD_INDENT: [
    'this is not indented as its neighbours are, or a bracket is not closed',
    'check the spaces before it and the brackets around it',
  ],
  BAD_PROP_ORDER: ['a tag or an anchor stands in the wrong place', QUOTE],
  BAD_SCALAR_START: ['a plain value cannot begin with this character', QUOTE],
  BLOCK_AS_IMPLICIT_KEY: ['a map cannot begin on the line of another key', QUOTE],
  BLOCK_IN_FLOW: ['a list or map with dashes or indentation cannot stand in brackets'],
  DUPLICATE_KEY: ['this key is there twice'],
  IMPOSSIBLE: ['the YAML parser cannot read this'],
  KEY_OVER_1024_CHARS: ['a key is longer than 1024 characters', QUOTE],
  MISSING_CHAR: ['a character is missing here: a closing quote, a bracket, a comma, or the space after a colon', QUOTE],
  MULTILINE_IMPLICIT_KEY: ['a key cannot go over several lines', 'check the indentation and the colons around it'],
  MULTIPLE_ANCHORS: ['a value cannot have two anchors', QUOTE],
  MULTIPLE_DOCS: ['a second document begins here', 'put it into a file of its own'],
  MULTIPLE_TAGS: ['a value cannot have two tags', QUOTE],
  NON_STRING_KEY: ['a key must be text', QUOTE],
  RESOURCE_EXHAUSTION: ['this is nested too deep'],
  TAB_AS_INDENT: ['a tab cannot indent', 'use spaces'],
  TAG_RESOLVE_FAILED: ['YAML takes the word after ! as a tag', 'put the expression in quotes'],
  UNEXPECTED_TOKEN: ['this is not expected here', QUOTE],
}

const CODES: Partial<Record<ErrorCode, string>> = {
  MULTIPLE_DOCS: 'second-document',
  RESOURCE_EXHAUSTION: 'too-deep',
  TAG_RESOLVE_FAILED: 'yaml-tag',
}

/** Problem code, message and hint of an error or warning of the YAML parser. */
export function explainSyntax(code: ErrorCode): { code: string; message: string; hint?: string } {
  const [message, hint] = SYNTAX[code]
  return { code: CODES[code] ?? 'yaml-syntax', message, ...(hint !== undefined && { hint }) }
}

/**
 * The faults of a text that the parser refused, without those that follow from others: a line that is indented wrongly is told as that, and
 * what the parser makes of the rest is left out; of several faults on one line the first is told.
 */
export function withoutFollowing(faults: readonly Fault[], text: string): Fault[] {
  const inOrder = [...faults].sort((a, b) => a.range[0] - b.range[0])
  const { range, from, message, hint } = misindented(text) ?? {}
  if (range !== undefined && from !== undefined && message !== undefined && inOrder.some((fault) => fault.range[0] >= from)) {
    const cause: Fault = { code: 'yaml-syntax', message, range, ...(hint !== undefined && { hint }) }
    return [
      ...firstOfLines(
        inOrder.filter((fault) => fault.range[0] < from),
        text,
      ),
      cause,
    ]
  }
  return firstOfLines(inOrder, text)
}

function firstOfLines(faults: readonly Fault[], text: string): Fault[] {
  let end = -1
  return faults.filter(({ range }) => {
    if (range[0] <= end) return false
    const next = text.indexOf('\n', range[0])
    end = next < 0 ? text.length : next
    return true
  })
}
