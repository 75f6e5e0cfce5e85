// undici's own entry loads fetch, WebSocket, cache and mocks (50 to 90 ms on Node 20); its client alone is enough. The deep path is
// outside its semver promise, so the version is pinned and undici.test.ts holds what is used of it.
declare module 'undici/lib/dispatcher/client.js' {
  import type { Client as Api } from 'undici'
  const client: typeof Api
  export default client
}
