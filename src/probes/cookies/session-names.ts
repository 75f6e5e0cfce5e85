/** Words of names that carry a login: `JSESSIONID`, `connect.sid`, `access_token`, `rememberMe`, `.ASPXAUTH`, `logged_in`, `CASTGC`. */
const SESSION =
  /sess|(?:^|[^a-z])[a-z]?sid(?:$|[^a-z])|token|auth(?!or)|jwt|remember|refresh|access(?!i|or)|login|logged[_-]?in|bearer|(?:^|[^a-z])identity(?:$|[^a-z](?!provider))|wordpress_(?:sec|[0-9a-f]{32})|(?:^|[^a-z])(?:cas)?tgc(?:$|[^a-z])|typo_user|cakephp|iplanetdirectorypro|(?:^|[^a-z])sso(?:$|[^a-z])|aspnet(?:core)?\.(?:cookies|identity|application|external)/i

/** Tokens that scripts are meant to read, against forged requests. */
const AGAINST_FORGERY = /csrf|xsrf|forgery/i

/** Whether a cookie's name says that who has it is logged in; a guess by names in use. */
export function looksLikeSession(name: string): boolean {
  return SESSION.test(name) && !AGAINST_FORGERY.test(name)
}
