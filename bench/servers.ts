import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startNginx } from '../fixtures/servers/nginx.ts'

export interface Counts {
  readonly requests: number
  readonly connections: number
}

export interface Servers {
  /** nginx with one worker: `/right` has the header, `/wrong` another value of it. */
  readonly fast: string
  /** Answers after 100 ms. */
  readonly slow: string
  /** What the slow server counted since the last call. */
  readonly counts: () => Promise<Counts>
  readonly stop: () => Promise<void>
}

/** Both servers in processes of their own, so that the one who measures does not serve. */
export async function startServers(): Promise<Servers> {
  const nginx = await startNginx({
    http: (port, dir) => `  keepalive_requests 100000;
  server {
    access_log off;
    listen 127.0.0.1:${port};
    error_log ${dir}/error.log;
    default_type application/json;
    location /right { add_header X-Frame-Options DENY; return 200 '{"status":"ok","store":"connected","uptime":123456,"release":"1.2.3"}'; }
    location /wrong { add_header X-Frame-Options SAMEORIGIN; return 200 '{"status":"ok","store":"connected","uptime":123456,"release":"1.2.3"}'; }
  }`,
  })
  const slow = fork(fileURLToPath(new URL('slow-server.mjs', import.meta.url)), { execArgv: [] })
  const [port] = (await once(slow, 'message')) as [number]
  const url = `http://127.0.0.1:${port}`
  return {
    fast: nginx.url,
    slow: url,
    counts: async () => (await (await fetch(`${url}/counts`)).json()) as Counts,
    stop: async () => {
      const ended = once(slow, 'exit')
      slow.kill()
      await ended
      await nginx.stop()
    },
  }
}
