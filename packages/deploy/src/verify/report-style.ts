/** Style of `report.html`: light and dark by the reader's system, one column on a phone. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --text: #1b2330; --soft: #566074; --line: #dfe3ea;
  --good: #0b6b3a; --good-fill: #dff3e7; --bad: #a3161c; --bad-fill: #fde3e3; --idle: #6b5200; --idle-fill: #fbf0cf;
  --bar: #3a6ff0; --bar-soft: #a9bff5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #11151c; --card: #1a202b; --text: #e8ecf3; --soft: #a5b0c2; --line: #303948;
    --good: #7fdca6; --good-fill: #12351f; --bad: #ff9d9d; --bad-fill: #461a1c; --idle: #ecd07a; --idle-fill: #3a300f;
    --bar: #7d9ffb; --bar-soft: #3c5292;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .4rem; }
h2 { font-size: 1.1rem; margin: 0 0 .8rem; }
a { color: inherit; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.1rem; margin-top: 1rem; }
.soft { color: var(--soft); }
.mark { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; font-size: .85rem; font-weight: 600; white-space: nowrap; }
.passed { color: var(--good); background: var(--good-fill); }
.failed { color: var(--bad); background: var(--bad-fill); }
.skipped, .interrupted { color: var(--idle); background: var(--idle-fill); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .8rem 1.2rem; margin: 0; }
.facts dt { font-size: .8rem; color: var(--soft); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
ol, ul { margin: 0; padding: 0; list-style: none; }
.remarks { list-style: disc; padding-left: 1.2rem; }
.checks > li { padding: .7rem 0; border-top: 1px solid var(--line); }
.checks > li:first-child { border-top: 0; padding-top: 0; }
.check { display: flex; gap: .3rem .8rem; align-items: baseline; flex-wrap: wrap; }
.check .name { flex: 1 1 16rem; font-weight: 500; }
.note { margin: .15rem 0 0; font-size: .9rem; color: var(--soft); overflow-wrap: anywhere; }
pre { margin: .5rem 0 0; padding: .7rem; background: var(--page); border-radius: .5rem; font: .8rem/1.45 ui-monospace, SFMono-Regular, Menlo, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.timeline li { display: grid; grid-template-columns: minmax(7rem, 15rem) 1fr 5.5rem; gap: .8rem; align-items: center; padding: .2rem 0; font-size: .9rem; }
.timeline .took { text-align: right; font-variant-numeric: tabular-nums; }
.lane { display: block; width: 100%; height: .9rem; }
.lane rect { fill: var(--bar-soft); }
.lane .critical { fill: var(--bar); }
.timeline .critical-name { font-weight: 600; }
.scroll { overflow-x: auto; }
table { min-width: 36rem; border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-top: 1px solid var(--line); vertical-align: top; }
thead th { border-top: 0; color: var(--soft); font-weight: 500; }
td code { font-size: .8rem; overflow-wrap: anywhere; }
figure { margin: 0 0 1rem; }
figure:last-child { margin-bottom: 0; }
figure img { display: block; width: 100%; height: auto; border: 1px solid var(--line); border-radius: .5rem; }
figcaption { margin-top: .4rem; font-size: .9rem; color: var(--soft); }
@media (max-width: 36rem) {
  .timeline li { grid-template-columns: 1fr 5.5rem; }
  .timeline .lane { grid-column: 1 / -1; grid-row: 2; }
}
`;
