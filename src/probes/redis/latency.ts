import { monotonicMs } from '../../core/monotonic.ts'
import { LookError } from '../../core/look-error.ts'
import type { Connection } from './connection.ts'
import type { Observation } from './schema.ts'

/** Each PING carries a word of its own: an answer that belongs to another question is found here. */
export async function measureLatency(connection: Connection, run: string, samples: number): Promise<Observation['latency']> {
  const times: number[] = []
  for (let count = 0; count < samples; count += 1) {
    const word = `readiness:${run}:${count}`
    const start = monotonicMs()
    const reply = await connection.call('PING', word)
    if (!('value' in reply) || reply.value !== word)
      throw new LookError('malformed', 'redis answers out of step: PING did not echo its word')
    times.push(monotonicMs() - start)
  }
  times.sort((a, b) => a - b)
  const rank = (share: number) => Math.round((times[Math.ceil(share * times.length) - 1] ?? 0) * 1000) / 1000
  return { samples, p50Ms: rank(0.5), p95Ms: rank(0.95), maxMs: rank(1) }
}
