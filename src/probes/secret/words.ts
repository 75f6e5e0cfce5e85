/** Words of secrets that people make up, beside those of the dictionaries. */
const TYPED =
  'access admin application auth authentication backend change company cookie credential database default demo deploy development docker ' +
  'dummy encryption example for frontend hash home internal token tokens json just keep keys kubernetes local localhost login long master ' +
  'must mysql need only passphrase password please postgres private prod production project public random redis root safe salt sample ' +
  'secret secrets secure security server service session signature signing stage staging strong super test testing that this user very ' +
  'webhook website with your'
const SHORTEST = 4
const LONGEST = 16
const LEAST_LETTERS = 8

let loaded: Promise<ReadonlySet<string>> | undefined

/** Tells of a value, or of the text that it is the base64 or hex of, whether words make up half of its letters. */
export async function madeOfWords(): Promise<(value: string) => boolean> {
  loaded ??= loadWords()
  const words = await loaded
  return (value) => [value, ...decoded(value)].some((text) => isOfWords(text, words))
}

/** Of the list of passwords only what has five letters: shorter ones stand in random keys. */
async function loadWords(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const passwords = dictionary['passwords-common'].filter((word) => /^[a-z]{5,}$/.test(String(word)))
  const words = [...TYPED.split(' '), ...dictionary['diceware-common'], ...passwords].map(String)
  return new Set(words.filter((word) => word.length >= SHORTEST && word.length <= LONGEST))
}

function isOfWords(text: string, words: ReadonlySet<string>): boolean {
  const runs = text.toLowerCase().match(/[a-z]+/g) ?? []
  const letters = runs.join('').length
  const covered = runs.reduce((sum, run) => sum + coveredIn(run, words), 0)
  return covered >= LEAST_LETTERS && covered * 2 >= letters && covered * 3 >= text.length
}

/** Most letters that words side by side cover. */
function coveredIn(run: string, words: ReadonlySet<string>): number {
  const best = [0]
  for (let end = 1; end <= run.length; end += 1) {
    let most = best[end - 1] ?? 0
    for (let length = SHORTEST; length <= Math.min(LONGEST, end); length += 1) {
      if (words.has(run.slice(end - length, end))) most = Math.max(most, (best[end - length] ?? 0) + length)
    }
    best.push(most)
  }
  return best[run.length] ?? 0
}

/** The printable texts that a value is the hex or base64 of. */
function decoded(value: string): string[] {
  const bytes = [
    ...(/^(?:[0-9a-f]{2})+$/i.test(value) ? [Buffer.from(value, 'hex')] : []),
    ...(/^[A-Za-z0-9+/_-]+={0,2}$/.test(value) ? [Buffer.from(value, 'base64')] : []),
  ]
  return bytes.map((one) => one.toString('latin1')).filter((text) => /^[\x20-\x7e\r\n\t]{8,}$/.test(text))
}
