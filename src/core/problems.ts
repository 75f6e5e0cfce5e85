/** What each code of a problem means and what to do, one line each; `readiness explain <code>` prints it. */
export const PROBLEMS: Readonly<Record<string, string>> = {
  // The file and its YAML
  'document-too-large':
    'The file, or one list or map in it, is larger than is read (1 MiB, 5,000 entries). Split it into several checklists.',
  'not-utf-8': 'The file is not valid UTF-8. Save it as UTF-8.',
  'bad-character':
    'A control character, a stray byte order mark or a mark that turns the reading direction stands in the file. Remove it or write it as an escape in double quotes.',
  'empty-document': 'The file holds nothing but comments.',
  'second-document': 'The file holds a second YAML document after "---". Put it into a file of its own.',
  'yaml-syntax': 'The file is not valid YAML at this place. Text and expressions with special characters belong in quotes.',
  'yaml-directive': 'Lines that begin with % change what values mean and are not read.',
  'yaml-tag':
    'A word after ! is a tag for YAML and vanishes from the value: an unquoted "!ok" loses its negation. Put the expression in quotes.',
  'yaml-anchor': 'Anchors (&name) and aliases (*name) are not read. Write the value out, or quote it.',
  'merge-key': 'The merge key << is not read. Write the keys out.',
  'duplicate-key': 'A key stands twice in one map; only one of them could count.',
  'forbidden-key': 'This key has a meaning in JavaScript and cannot be used as a name.',
  'bad-number': 'The number would lose digits or is not finite. Use a smaller one, or quote it when it is text.',
  'too-deep': 'Lists and maps are nested deeper than is read (32 levels).',

  // Keys and values
  'unknown-key': 'The key is not known at this place. Nothing is passed over silently, since a misspelt key would switch a check off.',
  'missing-key': 'A key that must be there is missing.',
  'wrong-type': 'The value is of another kind than wanted here.',
  'invalid-value': 'The value is not one of those that are possible here.',
  'invalid-name': 'The name cannot be used here. Names that stand in expressions have letters, digits and _ and begin with a small letter.',
  'out-of-range': 'The value is too small, too large, too short or too long.',
  'misplaced-key': 'The key is known, but does not go with the other keys beside it.',
  'several-bodies': 'Keys that exclude each other stand side by side: an item is settled by one of probe, look, steps, any, all.',
  'param-type': 'The default of a parameter is not of its declared type.',

  // Items, looks and references
  'duplicate-id': 'An id is given twice; reports, waivers and attestations could not tell the two apart.',
  'no-body': 'Nothing settles this item or look: it has neither a look, nor children, nor attest.',
  'no-expectation': 'The item looks but expects nothing, so it could only ever pass.',
  'unknown-item': 'There is no item of this id.',
  'unknown-look': 'There is no look of this name.',
  'unknown-probe': 'There is no probe of this name. The message names the nearest one, or all of them.',
  cycle: 'Items, facts or looks need each other in a circle, so none of them could be first.',
  'effect-missing':
    'A request other than GET, HEAD and OPTIONS, and any command, must say what it does to the target; "effect: read" is an answer too.',
  'effect-repeated': 'retry, eventually and throughout look several times, which is for reads only.',
  'eventually-denies':
    'The item waits with eventually for an absence, which the first empty answer shows. Show something beside it, or use throughout.',
  'step-combination':
    'These keys of a step do not go together: copies, times and each exclude each other, and a step that is sent several times has no single observation to save or ask.',
  'save-structure':
    'A list or an object cannot be saved as a secret: every part of it would be masked wherever it stands. Save the one text that is needed, or add "public: true".',
  'uneven-rows': 'All rows of each must have the same keys.',
  'secret-not-allowed': 'The value of this parameter is shown in reports, so no secret can go here.',
  'template-key': 'Only values can hold ${...}, keys cannot; the labels of touches are the exception.',
  'pack-unreadable': 'The pack that is included here is not there, or stands outside of the folder of the checklist.',
  'include-nested': 'A pack cannot include another pack.',
  'unused-look': 'No item, fact or other look uses this look, so it is never made.',
  'only-denies':
    'All expectations of the item hold for an answer that shows nothing, so an error page could pass. Show something beside them.',
  ungated:
    'No rule of the gate counts these items, or only with 0 %: they could all fail and the verdict would still be GO. Give a share, or say report-only.',

  // Expressions
  'not-an-expression': 'YAML did not take this as text: "a ? b : c" becomes a map, true a boolean. Put the expression in quotes.',
  'expression-cut-off': 'YAML takes " #" as the beginning of a comment and cuts the expression off. Put it in quotes.',
  expression: 'The expression is not valid CEL.',
  'reads-nothing': 'The expression reads nothing that was observed, so no look can change it.',
  'always-true': 'The expression is true whatever is seen.',
  'constant-condition': 'The condition reads nothing, so the item applies always or never.',
  'unknown-variable':
    'There is nothing of this name here. The fields of the observation stand at the top; beside them looks, facts, params, saved, environment, release, run, now.',
  'no-such-key': 'The observation has no such field.',
  'no-such-overload': 'The operator does not work on values of these kinds.',
  'no-matching-overload': 'There is no such function for values of these kinds.',
  'unexpected-token': 'The expression is not valid CEL at this place.',
  'unexpected-character': 'CEL does not know this character here; equality is ==, and is &&, or is ||.',
  'reserved-identifier': 'CEL keeps this word for itself.',
  'invalid-logical-operand': 'Both sides of && and || must be true or false.',
  'invalid-macro-argument': 'has() takes a field, as in has(a.b).',
  'result-type': 'The expression must be true or false.',
  'integer-division':
    'The division of whole numbers cuts off the fraction, so "failed / total <= 0.1" would always hold. Write double(a) / b.',
  'letters-compared':
    'Two texts are compared by their letters, by which "9" is more than "10". Write semver(a) >= semver(b) for versions, double(a) >= 1.0 for numbers.',
  'unknown-literal': 'The field never has this value: its possible values are known.',
  'invalid-regex': 'The pattern is not valid RE2, which has no look-ahead and no back references.',
  'invalid-duration': 'The duration is not valid: the units are h, m, s, ms. Days are written as hours.',
  'invalid-timestamp': 'The time is not valid; it is written as 2026-01-31T00:00:00Z.',
  'machine-zone': 'The time has no zone, so it would mean another moment on another machine. End it with Z.',
  'invalid-version': 'This is no version; it is written as 1.2.3.',
  'invalid-percentile': 'A percentile is a number from 0 to 100.',
  'no-headers': 'header() needs an observation with headers.',
  'heterogeneous-list-element': 'The elements of a list must be of one kind: write 1.0 beside 2.5.',
  'too-long': 'The expression has more than 2,000 characters. Divide it, or name a part of it as a fact.',
  'too-complex': 'The expression is nested too deep. Name a part of it as a fact.',
  'limit-exceeded': 'The expression has too many parts. Name a part of it as a fact.',
  unclosed: 'No } closes this ${. A plain ${ is written $${.',
  empty: 'There is nothing between ${ and }.',
  'not-text': 'A list or map cannot stand inside a text.',

  // Environments, secrets, attestations
  'no-environment': 'There are several environments and none was chosen.',
  'unknown-environment': 'There is no environment of this name.',
  'no-origin': 'The environment names no address that could be looked at.',
  'bad-origin': 'An origin is scheme, host and port, without a path.',
  'url-and-origins': 'url is the short form of origins with one entry; only one of them can be there.',
  'plain-password': 'A URL holds a password as plain text. Make it a secret and write ${secrets.name}.',
  'not-plain': 'A value that must be plain text holds ${...} or something else.',
  'header-twice': 'An identity sends one header twice.',
  'two-authorizations': 'An identity has bearer and basic, and only one of them can be sent.',
  'unknown-kind': 'No probe has targets of this kind.',
  'not-a-read': 'Asking for the release or identifying the target must not change anything.',
  'secret-source': 'A secret comes from exactly one of env, file, command.',
  'secret-file-mode': 'The file of a secret can be read by others.',
  'unset-variable': 'An environment variable that the chosen environment needs is not set.',
  'unsafe-process': 'A variable of this process weakens what is seen or shows secrets.',
  'attestation-twice': 'The same word is recorded twice.',
  'attestation-without-statement': 'The word does not say what it was given for, so it cannot lapse when the item changes.',

  // The command line and the run
  usage: 'The command line is wrong.',
  'empty-selection': 'No item matches the selection, so there would be nothing to judge.',
  'unknown-phase': 'No item is of this phase, or the name is nearly that of a known phase: its items would be judged by no run.',
  'unjudged-phase': 'No environment judges this phase, so its items are left out of every run that does not name it with --phase.',
  'unknown-secret': 'No environment declares this secret, but one with nearly the same name.',
  'unknown-param': 'No checklist declares this parameter.',
  'unknown-limit':
    'A look touches a limit that the environment does not declare, while it declares one of nearly the same name that nothing touches.',
  'unknown-identity': 'A look speaks as an identity (as:) that no environment declares.',
  'unknown-origin': 'A look names an origin (target:) that no environment declares.',
  'unknown-target': 'A look names a target (target:) of its kind that no environment declares.',
  param:
    'A parameter has no value, one of another type, or one that does not fit the place that reads it: a duration, a target, the label of a limit.',
}
