/** On screen in light and dark, as wide as reads well. */
const SCREEN = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --shade: #f6f8fa; --good: #116329; --bad: #b3121d; --doubt: #7d4e00; --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
@media (prefers-color-scheme: dark) { :root { --paper: #0d1117; --ink: #e6edf3; --soft: #9da7b3; --line: #3d444d; --shade: #161b22; --good: #57c765; --bad: #ff8a80; --doubt: #e3b341; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
p, ul, ol { margin: .4rem 0; } ol .aside { list-style: none; }
a { color: inherit; }
code, pre, .mono { font-family: var(--mono); font-size: .87em; }
.soft { color: var(--soft); }
.verdict { border: 3px solid; border-left-width: 14px; padding: .75rem 1rem; margin: 1rem 0; }
.verdict strong { display: block; font-size: 2.1rem; line-height: 1.15; letter-spacing: .02em; }
.verdict p { margin: .2rem 0 0; color: var(--ink); }
.GO { color: var(--good); } .NO-GO { color: var(--bad); } .UNDETERMINED { color: var(--doubt); }
.notice { border: 1px solid var(--doubt); border-left-width: 6px; padding: .4rem .75rem; margin: .5rem 0; font-weight: 600; }
table { width: 100%; table-layout: fixed; border-collapse: collapse; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-weight: 600; font-size: .87em; border-bottom: 2px solid var(--line); }
.facts th { width: 9.5rem; font-weight: 600; color: var(--soft); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.mark { font-weight: 700; }
.pass > .mark, .met { color: var(--good); } .fail > .mark, .failed, .empty { color: var(--bad); } .unknown > .mark, .waived > .mark, .open { color: var(--doubt); } .not-applicable > .mark { color: var(--soft); }
.state { width: 8.5rem; } .weight { width: 5.5rem; } .settled { width: 6.5rem; } .phase { width: 8rem; } .share { width: 13rem; } .gate { width: 8.5rem; } .why { width: 9rem; }
@media (max-width: 40rem) { .settled, .items td:nth-child(4) { display: none; } .state { width: 5.5rem; } .share { width: 6rem; } .phase, .gate { width: 5rem; } }
.title { font-weight: 600; }
.evidence { margin: .35rem 0 .2rem; padding: .5rem .75rem; background: var(--shade); border-left: 3px solid var(--line); }
.evidence dl { margin: 0; } .evidence .row { display: grid; grid-template-columns: 5.4rem minmax(0, 1fr); gap: 0 .6rem; margin-bottom: .15rem; }
.evidence dt { color: var(--soft); font-size: .87em; } .evidence dd { margin: 0; }
.evidence .child { margin: .5rem 0 0; }
.bar { display: block; position: relative; height: .7rem; margin-top: .4em; border: 1px solid var(--ink); background: repeating-linear-gradient(135deg, var(--paper) 0 3px, var(--line) 3px 4px); }
.bar i { position: absolute; inset: 0 auto 0 0; background: var(--ink); } .bar b { position: absolute; top: -4px; bottom: -4px; width: 3px; background: var(--bad); }
summary { cursor: pointer; color: var(--soft); font-size: .87em; width: fit-content; }
details.filter { margin: 1rem 0 0; } details.filter > summary { color: var(--ink); border: 1px solid var(--line); border-radius: 4px; padding: .2rem .6rem; }
.sign { width: calc(100% - 1px); } .sign th, .sign td { border: 1px solid var(--line); padding: .4rem .6rem; } .sign tbody :is(th, td) { height: 3.4rem; vertical-align: middle; } .sign .role { width: 26%; } .sign .date { width: 18%; }
.print-only, .brief { display: none; }
.unmet { list-style: none; padding: 0; } .unmet li { margin: .45rem 0; padding-left: 1.4rem; text-indent: -1.4rem; } .unmet li > * { text-indent: 0; } .unmet div { color: var(--soft); }
.name { width: 15rem; }
tr:target > td, .child:target > .head { background: var(--shade); outline: 2px solid var(--line); }
@media screen and (max-width: 40rem) {
  .name { width: 9rem; } .why { width: 6rem; }
  .words thead { display: none; } .words :is(tbody, tr, td) { display: block; } .words td { border: 0; padding: 0; } .words tr { border-bottom: 1px solid var(--line); padding: .4rem 0; }
  .words td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); }
}
@media screen {
  details.evidence-of:not([open]) + .evidence { display: none; }
  body:has(details.filter[open]) :is(tr.pass, tr.not-applicable, section.fine) { display: none; }
}
`

/** On A4: the sheet that is signed. Readable in black and white, everything unfolded. */
const PRINT = `
@page { size: A4; margin: 16mm 15mm 18mm; @bottom-right { content: "page " counter(page) " of " counter(pages); font: 8pt sans-serif; } }
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --soft: #333; --line: #999; --shade: #fff; --good: #000; --bad: #000; --doubt: #000; }
  body { max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.38; }
  h1 { font-size: 15pt; margin-bottom: 3mm; } h2 { font-size: 11.5pt; margin-top: 6mm; } h3 { font-size: 10pt; }
  h2, h3, thead { break-after: avoid; } thead { display: table-header-group; }
  .verdict strong { font-size: 24pt; }
  tr:not(.fail, .unknown, .waived), .verdict, .evidence dl > *, li { break-inside: avoid; }
  .title, .head { break-after: avoid; }
  .pass > td > .evidence, .child.pass > .evidence { display: none; } .brief { display: block; color: var(--soft); } .mono.brief { font-size: 7.8pt; } .child .brief { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; } .unmet .mono { font-size: 7.8pt; } .unmet li { margin: 1mm 0; }
  .name { width: 48mm; } .evidence .held, .told .child { display: none; }
  .evidence .row:first-child { break-before: avoid; }
  .signing { break-inside: avoid; }
  .state { width: 24mm; } .weight { width: 16mm; } .settled { width: 19mm; } .phase { width: 24mm; } .share { width: 42mm; } .gate { width: 27mm; } .why { width: 28mm; } .facts th { width: 28mm; }
  th, td { padding: 1.2mm 2mm 1.2mm 0; } .evidence .row { grid-template-columns: 17mm minmax(0, 1fr); gap: 0 2mm; margin-bottom: .3mm; } .evidence dt, .evidence dd, .evidence .child { font-size: 8.5pt; } .evidence .mono { font-size: 7.8pt; }
  .evidence { margin: 1mm 0 0; padding: .5mm 0 .5mm 2.5mm; border-left: 1px solid var(--line); }
  .screen-only, details { display: none; } .print-only { display: block; }
  a { text-decoration: none; }
  .bar i { print-color-adjust: exact; -webkit-print-color-adjust: exact; } .bar b { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`

export const CSS = SCREEN + PRINT
