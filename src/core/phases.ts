/** Phases that readiness documents usually have, in their order. Any other name is as good, once an environment or a gate names it. */
export const USUAL_PHASES = [
  'pre-deploy',
  'staging',
  'post-deploy',
  'post-deploy-hour1',
  'day1',
  'ongoing',
  'rollback',
  'incident',
] as const
