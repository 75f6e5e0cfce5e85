const INT2 = 21,
  INT4 = 23,
  OID = 26,
  INT8 = 20,
  NUMERIC = 1700,
  FLOAT4 = 700,
  FLOAT8 = 701,
  BOOL = 16,
  JSON_TYPE = 114,
  JSONB = 3802
const TIMESTAMPTZ = 1184

const integer = (text: string): unknown => {
  const number = Number(text)
  return /^-?\d+$/.test(text) && Number.isSafeInteger(number) ? number : text
}
const float = (text: string): unknown => (Number.isFinite(Number(text)) ? Number(text) : text)
// `2026-01-31 10:00:00.123+00` with the session's zone UTC; infinity and dates BC stay text.
const time = (text: string): unknown =>
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00$/.test(text) ? `${text.slice(0, -3).replace(' ', 'T')}Z` : text

const CONVERT: Readonly<Record<number, (text: string) => unknown>> = {
  [INT2]: integer,
  [INT4]: integer,
  [OID]: integer,
  [INT8]: integer,
  [NUMERIC]: integer,
  [FLOAT4]: float,
  [FLOAT8]: float,
  [BOOL]: (text) => text === 't',
  [JSON_TYPE]: parsed,
  [JSONB]: parsed,
  [TIMESTAMPTZ]: time,
}

/** A value in PostgreSQL's text form as plain JSON data; types without a JSON form stay text, NULL is null. */
export function jsonValue(type: number, text: string | null): unknown {
  return text === null ? null : (CONVERT[type] ?? ((same: string) => same))(text)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
