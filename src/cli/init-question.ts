import { parseOrigin } from '../config/origins.ts'

/** The prompt of `init` for the origin: what is none is told below it, and asked again. */
export const originQuestion = {
  message: 'Origin of the deployment',
  default: 'http://localhost:3000',
  validate: (text: string): true | string => {
    const origin = parseOrigin(text.trim())
    return 'message' in origin ? `${origin.message}; ${origin.hint}` : true
  },
}
