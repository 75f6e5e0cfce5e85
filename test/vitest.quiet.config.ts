import { defineConfig, mergeConfig } from 'vitest/config'
import config from './vitest.config.ts'

/** Tests that measure time, one after the other and with nothing beside them. */
export default mergeConfig(
  { ...config, test: { ...config.test, include: [], exclude: [] } },
  defineConfig({ test: { include: ['fixtures/**/*.quiet.test.ts'], fileParallelism: false } }),
)
