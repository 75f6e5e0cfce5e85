import type { KubeObject } from '../../io/kubectl.ts'
import { mapAt, textAt, textsAt } from '../../io/kube-read.ts'
import type { Observation } from './schema.ts'

type Learn = (value: string, name: string) => void
type Keys = NonNullable<Observation['secretKeys']>[number]
type ObjectSeen = NonNullable<Observation['objects']>[number]

/** Annotations that repeat the whole object, data of a secret included. */
const REPEATS = /^kubectl\.kubernetes\.io\/last-applied-configuration$|\/last-applied(?:-|$)/

/** Keys of secrets and config maps with nothing of their values; values of secrets are learned first. */
export function keysOf(object: KubeObject, learn: Learn): Keys {
  const name = textAt(object, 'metadata', 'name')
  const isSecret = textAt(object, 'kind') === 'Secret'
  const plain = isSecret ? textsAt(object, 'stringData') : textsAt(object, 'data')
  const encoded = isSecret ? textsAt(object, 'data') : textsAt(object, 'binaryData')
  const decoded = Object.entries(encoded).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()] as const)
  const values = [...decoded, ...Object.entries(plain)]
  if (isSecret) for (const [key, value] of values) if (value !== '') learn(value, `${name}.${key}`)
  return { name, keys: values.map(([key, value]) => ({ name: key, empty: value === '' })) }
}

/** An object without data and without the values of environment variables. */
export function seenOf(object: KubeObject): ObjectSeen {
  const annotations = Object.entries(textsAt(object, 'metadata', 'annotations')).filter(([key]) => !REPEATS.test(key))
  return {
    kind: textAt(object, 'kind'),
    name: textAt(object, 'metadata', 'name'),
    labels: textsAt(object, 'metadata', 'labels'),
    annotations: Object.fromEntries(annotations),
    ...('spec' in object && { spec: withoutValues(mapAt(object, 'spec')) }),
    ...('status' in object && { status: mapAt(object, 'status') }),
    createdAt: textAt(object, 'metadata', 'creationTimestamp'),
  }
}

function withoutValues(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutValues)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === 'env' && Array.isArray(one) ? one.map(variable) : withoutValues(one)]),
  )
}

function variable(entry: unknown): unknown {
  const { value, ...rest } = mapAt(entry)
  return value === undefined ? rest : { ...rest, hasValue: value !== '' }
}
