/**
 * The report's style sheet. Colours keep at least 4.5 : 1 against the page in both schemes (marks of plots 3 : 1), and
 * blue against orange stays apart for every common kind of colour blindness (Okabe & Ito's pair, darkened or lightened).
 */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --sheet: #f6f5f1; --ink: #1c1e21; --muted: #5b616b; --line: #e4e2dc; --line-strong: #a9a79f;
  --accent: #0b5a9c; --model: #2f7ab8; --best: #b4490a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15171a; --sheet: #1e2125; --ink: #e9e7e2; --muted: #a3a8b1; --line: #2e3237; --line-strong: #656b74;
    --accent: #86bdec; --model: #4f97d2; --best: #f2955a;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  overflow-wrap: break-word;
}
.page { max-width: 80rem; margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 3.5rem) 4rem; }
h1, h2, h3, p, ol, ul, dl, figure, pre { margin: 0; }
h1 { font-size: clamp(1.6rem, 1.2rem + 1.8vw, 2.5rem); line-height: 1.18; font-weight: 650; letter-spacing: -.018em; text-wrap: balance; max-width: 26ch; }
h2 { font-size: 1.3rem; line-height: 1.3; font-weight: 650; letter-spacing: -.01em; }
h3 { font-size: 1rem; line-height: 1.4; font-weight: 650; margin-top: 2rem; }
.plot h3 { margin-top: 0; }
a { color: var(--accent); text-underline-offset: .18em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.eyebrow { color: var(--muted); font-size: .875rem; margin-bottom: .75rem; }
.facts { color: var(--muted); margin-top: .75rem; }
.answer { margin: 2rem 0 0; padding: 1.25rem 0 0 0; border-top: 3px solid var(--ink); max-width: 52rem; font-size: clamp(1.1rem, 1rem + .55vw, 1.4rem); line-height: 1.5; text-wrap: pretty; }
.answer p + p { margin-top: .9rem; }
.answer strong { font-weight: 650; }
.answer .interval { white-space: nowrap; color: var(--muted); font-size: .9em; }
nav { margin-top: 1.75rem; font-size: .9rem; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .35rem 1.4rem; }
section { margin-top: 3.5rem; }
section > h2 + * { margin-top: .75rem; }
.lede { color: var(--muted); max-width: 46rem; }
.top { display: grid; gap: 2.5rem 3rem; margin-top: 3rem; }
.top > section { margin-top: 0; min-width: 0; }
@media (min-width: 78rem) { .top.two { grid-template-columns: minmax(0, 1fr) 20.5rem; } }

.scroll { position: relative; overflow-x: auto; margin-top: 1.5rem; scrollbar-width: thin; }
table { border-collapse: separate; border-spacing: 0; font-size: .925rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--muted); padding-bottom: .75rem; font-size: .9rem; max-width: 46rem; }
caption div { max-width: min(46rem, calc(100vw - 2.5rem)); position: sticky; left: 0; }
caption strong { color: var(--ink); font-size: 1rem; font-weight: 650; }
th, td { padding: .5rem 0; padding-right: 1.4rem; text-align: right; vertical-align: baseline; font-weight: 400; }
th:first-child, td:first-child, .words, table.words th, table.words td { text-align: left; }
th:last-child, td:last-child { padding-right: 1.25rem; }
thead th { font-size: .92em; color: var(--muted); border-bottom: 1.5px solid var(--ink); vertical-align: bottom; }
tbody th, tbody td { border-bottom: 1px solid var(--line); }
tbody th { font-weight: 550; }
tbody th bdi { overflow-wrap: anywhere; }
table.figures { min-width: 100%; }
table.figures td { white-space: nowrap; }
table.figures td.words { white-space: normal; overflow-wrap: anywhere; min-width: 7.5rem; max-width: 18rem; }
table.figures td.long { min-width: 15rem; max-width: 34rem; }
table.figures th:first-child { position: sticky; left: 0; background: var(--page); z-index: 1; min-width: 10rem; max-width: 16rem; }
@media (max-width: 64rem) { table.figures th:first-child { min-width: 8.5rem; } th, td { padding-right: 1.15rem; } }
@media (max-width: 40rem) { table.figures th:first-child { min-width: 7rem; max-width: 9rem; } th, td { padding-right: 1.1rem; } }
.tag { display: inline-block; border: 1px solid var(--line-strong); border-radius: 1rem; padding: 0 .5em; font-size: .8em; line-height: 1.5; color: var(--muted); font-weight: 400; white-space: nowrap; }
tr.baseline th { font-weight: 400; }
td .interval { display: block; color: var(--muted); font-size: .86em; }
td .value { position: relative; }
td.best .value { font-weight: 700; color: var(--best); }
.mark { position: absolute; left: calc(100% + .2em); font-weight: 400; }
.legend { color: var(--muted); font-size: .875rem; margin-top: .75rem; padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1.5rem; }
th button { all: unset; cursor: pointer; font: inherit; color: inherit; position: relative; }
th button:hover { color: var(--ink); text-decoration: underline; text-underline-offset: .25em; }
th button:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
th[aria-sort] { color: var(--ink); font-weight: 650; }
th[aria-sort]::before { content: "▾"; margin-right: .3em; }
th[aria-sort="ascending"]::before { content: "▴"; }
.arrow { color: var(--muted); font-weight: 400; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.reasons p { max-width: 46rem; }
.protocol { margin-top: 1rem; padding-left: .9rem; border-left: 2px solid var(--line-strong); font-size: .9rem; color: var(--muted); max-width: 52rem; }
.protocol strong { color: var(--ink); font-weight: 550; }
.sample { background: var(--sheet); border-radius: 10px; padding: 1.5rem; align-self: start; }
.sample p { font-size: .9rem; color: var(--muted); }
.sample ol { padding: 0; margin-top: 1rem; list-style: none; }
.sample li { display: grid; grid-template-columns: 1.9rem 1fr; padding: .55rem 0; border-top: 1px solid var(--line); }
.sample li::before { content: attr(value); color: var(--muted); font-variant-numeric: tabular-nums; }
.sample .course { font-weight: 550; line-height: 1.4; overflow-wrap: anywhere; }
.sample .because { grid-column: 2; color: var(--muted); font-size: .85rem; line-height: 1.45; overflow-wrap: anywhere; }

.plots { columns: 2; column-gap: 3.5rem; margin-top: 0; }
.plot { break-inside: avoid; padding-top: 1.5rem; container-type: inline-size; }
.plot figcaption p { color: var(--muted); font-size: .875rem; line-height: 1.45; max-width: 34rem; }
.room { margin-top: .75rem; }
.room .wide { display: none; }
@container (min-width: 34rem) { .room .wide { display: block; } .room .narrow { display: none; } }
@media (max-width: 79.99rem) { .plots { columns: 1; } }
svg { display: block; max-width: 100%; height: auto; font-family: inherit; }
svg text { white-space: pre; }

.pairs { display: grid; grid-template-columns: minmax(8rem, max-content) minmax(0, 1fr); gap: .35rem 2rem; margin-top: .75rem; font-size: .925rem; }
.pairs dt { color: var(--muted); max-width: 16rem; }
.pairs dd { margin: 0; font-variant-numeric: tabular-nums; max-width: 46rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) { .pairs { grid-template-columns: 1fr; gap: 0; } .pairs dd { margin-bottom: .6rem; } }
.columns { columns: 2; column-gap: 3.5rem; margin-top: .5rem; }
.columns > * { break-inside: avoid; padding-top: 1.5rem; margin-top: 0; }
.columns tbody th { font-weight: 400; }
@media (max-width: 63.99rem) { .columns { columns: 1; } }
table.words { width: 100%; }
table.words th { min-width: 7.5rem; max-width: 16rem; overflow-wrap: anywhere; }
table.words td { min-width: 10rem; max-width: 34rem; padding-left: 0; }
table.words ul { padding-left: 1.1rem; }
.setting { white-space: nowrap; }
pre { margin-top: .75rem; padding: .9rem 1.1rem; background: var(--sheet); border-radius: 8px; font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .85rem; }

@media print {
  :root { color-scheme: light; --page: #fff; --sheet: #f6f5f1; --ink: #000; --muted: #4a4f57; --line: #ddd; --line-strong: #999; --accent: #000; --model: #2f7ab8; --best: #b4490a; }
  @page { margin: 16mm 14mm; }
  body { font-size: 9.5pt; }
  .page { padding: 0; max-width: none; }
  nav { display: none; }
  section { margin-top: 1.6rem; }
  .scroll { overflow: visible; }
  table { font-size: 8pt; }
  th, td { padding: .25rem .6rem .25rem 0; }
  td .interval { white-space: normal; width: min-content; margin-left: auto; line-height: 1.25; }
  table.figures th:first-child { position: static; min-width: 0; background: none; }
  thead { display: table-row-group; } /* repeated headings lose their buttons in print */
  tr, li, .plot, .sample { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .plots, .columns { columns: 2; column-gap: 2rem; }
  .room .wide { display: none; } .room .narrow { display: block; }
  * { print-color-adjust: exact; }
}
`;
