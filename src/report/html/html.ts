import { Eta } from 'eta/core'
import type { Report } from '../../core/report.ts'
import { CSS } from './css.ts'
import { pageModel } from './model.ts'
import { TEMPLATES } from './templates.ts'

/** One page that needs no network and no script: to read on a screen, and printed on A4 the sheet that is signed. */
export function renderHtml(report: Report): string {
  const eta = new Eta({ autoEscape: true, autoTrim: false })
  for (const [name, template] of Object.entries(TEMPLATES)) eta.loadTemplate(name, template)
  return eta.render('@page', { ...pageModel(report), css: CSS })
}
