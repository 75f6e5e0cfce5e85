import type { Row } from './row.ts'
import { rows as clusters } from './rows/clusters.ts'
import { rows as commands } from './rows/commands.ts'
import { rows as configuration, values } from './rows/configuration.ts'
import { rows as httpAnswers } from './rows/http-answers.ts'
import { rows as httpBytes } from './rows/http-bytes.ts'
import { rows as logs } from './rows/logs.ts'
import { rows as metrics } from './rows/metrics.ts'
import { rows as names } from './rows/names.ts'
import { rows as postgres } from './rows/postgres.ts'
import { rows as redis } from './rows/redis.ts'
import { rows as signals } from './rows/signals.ts'
import { rows as sockets } from './rows/sockets.ts'
import { rows as streams } from './rows/streams.ts'
import { rows as tls } from './rows/tls.ts'
import { rows as yamlMeaning } from './rows/yaml-meaning.ts'
import { rows as yamlSyntax } from './rows/yaml-syntax.ts'

/** Every row of the suite, group by group. */
export const ROWS: readonly Row[] = [
  ...names,
  ...sockets,
  ...httpBytes,
  ...httpAnswers,
  ...yamlSyntax,
  ...yamlMeaning,
  ...configuration,
  ...values,
  ...logs,
  ...metrics,
  ...commands,
  ...clusters,
  ...postgres,
  ...redis,
  ...streams,
  ...signals,
  ...tls,
]
