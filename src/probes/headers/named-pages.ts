import type { Request } from '../request.ts'
import type { PageRequest, Params } from './schema.ts'

export interface NamedPage {
  readonly name: string
  readonly request: Request & { readonly path: string }
  /** Status codes that are meant. */
  readonly wanted?: readonly number[]
}

/** The pages of either spelling, in order; headers of a page win over those of all. */
export function namedPages({
  path,
  paths = path === undefined ? [] : [path],
  headers,
}: Pick<Params, 'path' | 'paths' | 'headers'>): NamedPage[] {
  return paths.map((one) => named(typeof one === 'string' ? { method: 'GET', path: one } : one, headers))
}

function named(page: PageRequest, shared: Params['headers']): NamedPage {
  const method = page.method.toUpperCase()
  const { expectStatus: wanted } = page
  return {
    name: page.name ?? (method === 'GET' ? page.path : `${method} ${page.path}`),
    request: { method, path: page.path, json: page.json, headers: { ...shared, ...page.headers } },
    ...(wanted === undefined ? {} : { wanted: typeof wanted === 'number' ? [wanted] : wanted }),
  }
}
