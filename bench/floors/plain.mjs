// What a developer would write: undici as it is installed. N requests, 50 at a time, each answer read and judged.
import { request } from 'undici'
import { judge } from './judge.mjs'

await judge(async (url) => {
  const { statusCode, headers, body } = await request(url)
  await body.text()
  return statusCode === 200 && headers['x-frame-options'] === 'DENY'
})
