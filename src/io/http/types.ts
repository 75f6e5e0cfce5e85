import type { Secret } from '../../redaction/secret.ts'

/** Names and values of header fields; a Secret is revealed on the wire only. */
export type HeaderList = readonly (readonly [string, string | Secret])[]

/** A request to be sent; `url` is absolute. Header values may be secrets: they are revealed on the wire only. */
export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string | Secret>>
  /** Sent as it is; a Secret is revealed on the wire only. */
  readonly body?: string | Uint8Array | Secret
  /** Redirects followed by hand, on the same origin only; 0 gives the redirect answer itself. Default 0. */
  readonly maxRedirects?: number
  /**
   * `fresh` opens a connection for this request alone and closes it. `shared` sends reads over kept ones and repeats one that met a
   * closed connection. `kept` sends any method over one used within the last second, and never repeats it. Default `shared`.
   */
  readonly connection?: 'fresh' | 'shared' | 'kept'
  /** Is refused, and not sent, to an origin that is none of the environment's. */
  readonly ownOnly?: boolean
  /** Identity headers (and the jar) of the environment are not sent. */
  readonly anonymous?: boolean
  readonly signal: AbortSignal
  readonly timeoutMs: number
}

/** What came back, whole: a truncated, oversized or undecodable body throws LookError `malformed` instead. */
export interface HttpExchange {
  readonly url: string
  readonly status: number
  readonly reason: string
  /** Lower-case names; several values joined by `, ` except set-cookie, which is in `setCookie` only. */
  readonly headers: Readonly<Record<string, string>>
  readonly headerLines: readonly { readonly name: string; readonly value: string }[]
  readonly setCookie: readonly string[]
  /** Decoded bytes (content-encoding undone). */
  readonly body: Uint8Array
  readonly wireBytes: number
  readonly redirects: readonly { readonly url: string; readonly status: number; readonly location: string }[]
  readonly timing: { readonly connectMs?: number; readonly firstByteMs: number; readonly totalMs: number }
  readonly remote: { readonly address?: string; readonly port?: number }
  readonly tls?: TlsFacts
}

export interface TlsFacts {
  readonly protocol: string
  readonly cipher: string
  readonly subject: string
  readonly issuer: string
  readonly names: readonly string[]
  /** ISO 8601 UTC. */
  readonly validFrom: string
  readonly validTo: string
}

/** Sends requests with the marker headers, identity, jar, CA and origin rules of one look. Throws LookError only. */
export interface HttpClient {
  send(request: HttpRequest): Promise<HttpExchange>
}
