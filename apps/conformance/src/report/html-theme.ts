/** The page's style: light and dark, and no colour that says something alone. */
export const style = `
:root { color-scheme: light dark; --ink: light-dark(#1c2127, #e4e8ec); --quiet: light-dark(#5b6570, #98a2ad);
  --line: light-dark(#d8dde3, #343b43); --ground: light-dark(#fff, #15191d); --raised: light-dark(#f5f7f9, #1d2329);
  --good: light-dark(#1a7f4b, #4cc38a); --bad: light-dark(#c22f2f, #ff7b7b); --warn: light-dark(#8a5a00, #e2b34d);
  --odd: light-dark(#7a3ea8, #c79af0); }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); margin: 0 auto;
  padding: 1.5rem clamp(1rem, 4vw, 3rem); max-width: 110rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
code, pre { font: 12.5px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: .85rem; }
.runs { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); }
.run { border: 1px solid var(--line); border-left: 4px solid var(--good); border-radius: 6px; padding: 1rem; }
.run.red { border-left-color: var(--bad); }
.bars { display: flex; gap: 2px; flex-wrap: wrap; }
.bar { background: var(--raised); border-bottom: 4px solid currentColor; padding: .1rem .4rem; font-size: .8rem; white-space: nowrap; }
.pass { color: var(--good); } .fail, .flaky, .stale_known_fail { color: var(--bad); }
.warn, .known_fail, .untestable, .not_run { color: var(--warn); } .harness_error { color: var(--odd); }
.not_applicable { color: var(--quiet); }
.filters { display: flex; gap: 1rem; flex-wrap: wrap; align-items: center; }
input[type=search] { font: inherit; padding: .3rem .6rem; min-width: min(20rem, 80vw); }
table { border-collapse: collapse; } th { text-align: left; font-weight: 500; }
.matrix { width: 100%; } .matrix td, .matrix th { border-bottom: 1px solid var(--line); padding: .25rem .5rem; vertical-align: top; }
.matrix thead th { position: sticky; top: 0; background: var(--ground); }
.mark { font-weight: 600; font-size: .8rem; text-decoration: none; white-space: nowrap; }
details { border-bottom: 1px solid var(--line); padding: .4rem 0; } summary { cursor: pointer; }
dl { margin: .5rem 0; } dt { font-weight: 600; } dd { margin: 0 0 .3rem; }
.message { background: var(--raised); border-left: 3px solid var(--bad); padding: .5rem .8rem; white-space: pre-wrap; }
.scroll { overflow-x: auto; max-height: 70vh; }
.timeline td, .timeline th { padding: .15rem .6rem; vertical-align: top; border-left: 1px solid var(--line); min-width: 8rem; max-width: 40rem; }
.timeline thead th { position: sticky; top: 0; background: var(--ground); }
.timeline th:first-child { border: 0; text-align: right; } .timeline .time { min-width: 4rem; color: var(--quiet); text-align: right; border: 0; }
.sent .arrow { color: var(--odd); } .received .arrow { color: var(--good); }
[hidden] { display: none; }
@media print { details { break-inside: avoid; } .filters { display: none; } }
`;

/** Filters rows, and opens the case that a link leads to. */
export const script = `
const search = document.getElementById("search"), red = document.getElementById("red");
const all = document.querySelectorAll("[data-words]");
function filter() {
  const wanted = search.value.trim().toLowerCase();
  for (const each of all)
    each.hidden = (red.checked && each.dataset.state !== "red") || !each.dataset.words.includes(wanted);
}
function open() {
  const found = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (found) { found.hidden = false; found.open = true; found.scrollIntoView(); }
}
search.addEventListener("input", filter); red.addEventListener("change", filter);
addEventListener("hashchange", open); open();
`;
