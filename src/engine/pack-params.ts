import type { Checklist } from '../checklist/model.ts'
import { misfit } from '../core/param-type.ts'
import type { Problem } from '../core/problem.ts'
import { resolveTree } from '../looks/resolve.ts'

export type PackParams = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The values of the parameters of every included pack, by prefix: what the include says over the checklist's own, else the defaults. */
export function packParams(
  { included }: Pick<Checklist, 'included'>,
  params: Readonly<Record<string, unknown>>,
): { values: PackParams; problems: Problem[] } {
  const problems: Problem[] = []
  const values = Object.fromEntries(
    [...included].map(([prefix, use]) => [
      prefix,
      Object.fromEntries(
        use.params.flatMap((param) => {
          const tree = use.with.get(param.name)
          const given = tree && resolveTree(tree, { values: { params } })
          const wanted = given?.ok ? misfit(param.type, given.value) : undefined
          const why = given?.ok === false ? given.detail : wanted && `it wants ${wanted}`
          if (why !== undefined)
            problems.push({
              code: 'param',
              level: 'error',
              place: use.place,
              message: `the parameter ${param.name} of the pack ${prefix}: ${why}`,
            })
          return [[param.name, given?.ok ? given.value : param.default]]
        }),
      ),
    ]),
  )
  return { values, problems }
}
