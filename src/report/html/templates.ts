/** Eta templates; `<%= %>` escapes, `<%~ %>` is used for includes only. `it` is the page model or what an include is given. */

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title><%= it.verdict %>: <%= it.titles.join(', ') %></title>
<style><%~ it.css %>@page { @bottom-left { content: "<%~ it.foot %>"; font: 8pt sans-serif; } }</style>
</head>
<body>
<header>
<h1><% it.titles.forEach((title) => { %><%= title %><br><% }) %></h1>
<div class="verdict <%= it.verdict %>" role="status">
<strong><%= it.verdict %></strong>
<p><b><%= it.subject %></b></p>
<% it.because.forEach((why) => { %><p><%= why %></p>
<% }) %></div>
<% it.notices.forEach((notice) => { %><p class="notice"><%= notice %></p>
<% }) %></header>
<main>
<table class="facts"><tbody>
<% it.identity.forEach((one) => { %><tr><th scope="row"><%= one.label %></th><td<% if (one.mono) { %> class="mono"<% } %>><%= one.text %></td></tr>
<% }) %></tbody></table>
<%~ include('@gates', it) %>
<%~ include('@unmet', it) %>
<% if (it.next.length > 0) { %><section><h2>Next</h2><ol>
<% it.next.forEach((step) => { %><li<% if (step.number) { %> value="<%= step.number %>"<% } else { %> class="aside"<% } %>><% step.items.forEach((item, index) => { %><% if (index > 0) { %>, <% } %><% if (item.anchor) { %><a class="mono" href="#<%= item.anchor %>"><%= item.id %></a><% } else { %><span class="mono"><%= item.id %></span><% } %><% }) %><% if (step.items.length > 0) { %><%= step.more %>: <% } %><%= step.text %><% if (step.command) { %>: <span class="mono"><%= step.command %></span><% } %></li>
<% }) %></ol></section>
<% } %><details class="filter screen-only"><summary>Show only what is not met</summary></details>
<% it.sections.forEach((section) => { %><%~ include('@section', section) %><% }) %>
<%~ include('@lists', it) %>
<%~ include('@signing', it) %>
</main>
</body>
</html>
`

const GATES = `<section><h2>Gate</h2>
<table class="gates"><thead><tr><th scope="col" class="phase">Phase</th><th scope="col">Arithmetic</th><th scope="col" class="share">Share, and what is needed</th><th scope="col" class="gate">Gate</th></tr></thead><tbody>
<% it.gates.forEach((gate) => { %><tr><td><%= gate.phase %></td><td><%= gate.text %></td><td><span class="bar" role="img" aria-label="<%= gate.share %> per cent, needs <%= gate.needs %>"><i style="width:<%= gate.share %>%"></i><b style="left:calc(<%= gate.needs %>% - 2px)"></b></span></td><td class="<%= gate.state %>"><strong><%= gate.word %></strong></td></tr>
<% }) %></tbody></table>
<p><%= it.ledger %></p>
<% it.notJudged.forEach((text) => { %><p><%= text %></p>
<% }) %></section>
`

const UNMET = `<% if (it.unmet.length > 0) { %><section><h2>Not met</h2><ul class="unmet">
<% it.unmet.forEach((one) => { %><li class="<%= one.outcome %>"><span class="mark"><%= one.mark %></span> <% if (one.anchor) { %><a class="title" href="#<%= one.anchor %>"><%= one.title %></a><% } else { %><span class="title"><%= one.title %></span><% } %> <span class="soft mono"><%= one.id %></span><div class="mono"><%= one.text %></div></li>
<% }) %></ul></section>
<% } %>`

const SECTION = `<section<% if (it.fine) { %> class="fine"<% } %>><h2><%= it.title %></h2>
<% if (it.items.length === 0) { %><p class="soft">No items in this phase.</p>
<% } else { %><table class="items"><thead><tr><th scope="col" class="state">Result</th><th scope="col">Item and evidence</th><th scope="col" class="weight">Severity</th><th scope="col" class="settled">Settled</th></tr></thead><tbody>
<% it.items.forEach((item) => { %><tr class="<%= item.outcome %><% if (item.told) { %> told<% } %>"<% if (item.anchor) { %> id="<%= item.anchor %>"<% } %>><td class="mark"><%= item.mark %> <%= item.word %></td><td><div class="title"><%= item.title %></div><div class="soft"><span class="mono"><%= item.id %></span><% if (item.about) { %>, <%= item.about %><% } %></div>
<% if (item.rows.length + item.children.length > 0) { %><details class="evidence-of"<% if (item.open) { %> open<% } %>><summary>evidence</summary></details><%~ include('@evidence', item) %><% if (item.brief) { %><div class="brief mono"><%= item.brief %></div><% } %><% } %></td><td><%= item.severity %></td><td><%= item.settled %></td></tr>
<% }) %></tbody></table>
<% } %></section>
`

const EVIDENCE = `<div class="evidence"><% if (it.rows.length > 0) { %><dl>
<% it.rows.forEach((row) => { %><div class="row<% if (row.held) { %> held<% } %>"><dt><%= row.label %></dt><dd<% if (row.mono) { %> class="mono"<% } %>><% row.lines.forEach((text, index) => { %><% if (index > 0) { %><br><% } %><% if (row.href) { %><a href="<%= row.href %>" rel="noopener noreferrer"><%= text %></a><% } else { %><%= text %><% } %><% }) %></dd></div>
<% }) %></dl><% } %><% it.children.forEach((child) => { %><div class="child <%= child.outcome %>"<% if (child.anchor) { %> id="<%= child.anchor %>"<% } %>><div class="head"><span class="mark"><%= child.mark %> <%= child.word %></span> <span class="title"><%= child.title %></span> <span class="soft mono"><%= child.id %></span></div>
<%~ include('@evidence', child) %><% if (child.brief) { %><div class="brief mono"><%= child.brief %></div><% } %></div><% }) %></div>
`

const LISTS = `<% if (it.unknown.length > 0) { %><section><h2>Not known, and how it could be</h2>
<table><thead><tr><th scope="col">Item</th><th scope="col" class="weight">Severity</th><th scope="col" class="why">Why</th><th scope="col">How it could be settled</th></tr></thead><tbody>
<% it.unknown.forEach((item) => { %><tr><td><%= item.title %> <span class="soft mono"><%= item.id %></span></td><td><%= item.severity %></td><td><%= item.reason %></td><td><%= item.settle %></td></tr>
<% }) %></tbody></table></section>
<% } %><% if (it.leftBehind.length > 0) { %><section><h2>Left behind</h2><ul>
<% it.leftBehind.forEach((left) => { %><li><strong><%= left %></strong></li>
<% }) %></ul></section>
<% } %><% if (it.words.length > 0) { %><section><h2>Attestations</h2>
<table class="words"><thead><tr><th scope="col" class="name">Item</th><th scope="col">Word of</th><th scope="col" class="phase">Given</th><th scope="col" class="phase">Release</th><th scope="col" class="phase">Until</th><th scope="col">Evidence</th></tr></thead><tbody>
<% it.words.forEach((word) => { %><tr><td class="mono"><%= word.item %></td><td data-label="Word of"><%= word.person %> (<%= word.role %>)</td><td data-label="Given"><%= word.at %></td><td data-label="Release" class="mono"><%= word.release %></td><td data-label="Until"><%= word.expires %></td><td data-label="Evidence"><%= word.proof %></td></tr>
<% }) %></tbody></table></section>
<% } %><% if (it.later.length > 0) { %><section><h2>Later, not judged in this run</h2>
<table><thead><tr><th scope="col">Item</th><th scope="col" class="phase">Phase</th><th scope="col" class="weight">Severity</th></tr></thead><tbody>
<% it.later.forEach((item) => { %><tr><td><%= item.title %> <span class="soft mono"><%= item.id %></span></td><td><%= item.phase %></td><td><%= item.severity %></td></tr>
<% }) %></tbody></table></section>
<% } %><% if (it.facts.length > 0) { %><section><h2>Facts</h2>
<table><thead><tr><th scope="col" class="name">Fact</th><th scope="col">Value</th></tr></thead><tbody>
<% it.facts.forEach((fact) => { %><tr><td class="mono"><%= fact.name %></td><td><%= fact.value %></td></tr>
<% }) %></tbody></table></section>
<% } %><% if (it.notes.length > 0) { %><section><h2>Notes</h2><ul>
<% it.notes.forEach((note) => { %><li><%= note %></li>
<% }) %></ul></section>
<% } %>`

const SIGNING = `<section class="signing"><h2>Sign-off</h2>
<table class="facts"><tbody><tr><th scope="row">Verdict</th><td><strong class="<%= it.verdict %>"><%= it.verdict %></strong> <%= it.subject %></td></tr>
<tr><th scope="row">Of</th><td><%= it.covers %></td></tr>
<tr><th scope="row">Ledger</th><td><%= it.ledger %></td></tr>
<% it.notJudged.forEach((text) => { %><tr><th scope="row">Later</th><td><%= text %></td></tr>
<% }) %><tr><th scope="row">Checklist</th><td class="mono"><% it.digests.forEach((digest) => { %><%= digest %><br><% }) %></td></tr></tbody></table>
<% if (it.notSignable) { %><p class="notice"><%= it.notSignable %></p>
<% } else if (it.roles.length === 0) { %><p>This checklist asks for no signature.</p>
<% } else { %><p>Whoever signs here has read this report and approves this release for this environment.</p>
<% } %><% if (it.roles.length > 0) { %><table class="sign"><thead><tr><th scope="col" class="role">Role</th><th scope="col">Name</th><th scope="col" class="date">Date</th><th scope="col">Signature</th></tr></thead><tbody>
<% it.roles.forEach((role) => { %><tr><th scope="row"><%= role %></th><% if (it.notSignable) { %><td colspan="3">not signable</td><% } else { %><td></td><td></td><td></td><% } %></tr>
<% }) %></tbody></table>
<% } %></section>
`

export const TEMPLATES: Readonly<Record<string, string>> = {
  '@page': PAGE,
  '@gates': GATES,
  '@unmet': UNMET,
  '@section': SECTION,
  '@evidence': EVIDENCE,
  '@lists': LISTS,
  '@signing': SIGNING,
}
