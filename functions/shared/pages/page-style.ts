import { createHash } from 'node:crypto';

/** The one style sheet of the pages: a quiet sheet of paper, legible on a phone, in daylight and in the dark. */
export const pageStyle = `
:root{color-scheme:light dark;--paper:#fff;--ground:#f4f3ef;--ink:#1f2328;--quiet:#5c6370;--rule:#dedbd3;--accent:#0f5661;--on-accent:#fff;--soft:#eef4f4;--bad:#a3271b;--bad-soft:#fcefec;--warn:#7a5200;--warn-soft:#fdf5e2;--warn-line:#d9a520;--field:#fff;--field-line:#8b919b}
@media (prefers-color-scheme:dark){:root{--paper:#1d2125;--ground:#141719;--ink:#e8e6e1;--quiet:#a4abb5;--rule:#363c43;--accent:#7cc7d0;--on-accent:#08262b;--soft:#1f2e31;--bad:#ff9c8f;--bad-soft:#3a2320;--warn:#f0c66a;--warn-soft:#352c17;--warn-line:#a67c14;--field:#15181b;--field-line:#79818c}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:17px/1.7 -apple-system,BlinkMacSystemFont,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
:lang(en) body{font-family:-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Helvetica Neue",Arial,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;line-height:1.6}
main,header,footer{max-width:46rem;margin:0 auto;padding:0 1.25rem}
header{display:flex;justify-content:space-between;align-items:center;gap:1rem;padding-top:1.1rem;padding-bottom:.6rem;font-size:.88rem;color:var(--quiet)}
header a,footer a{color:inherit}
header .language{display:inline-flex;align-items:center;min-height:44px;padding:0 .2rem;white-space:nowrap}
h1{font-size:1.7rem;line-height:1.35;margin:.1rem 0 .3rem;font-weight:650;letter-spacing:.01em}
h1+.sheet,h1+.note,h1+.alert{margin-top:1rem}
h2{font-size:1.2rem;line-height:1.4;margin:2.2rem 0 .8rem;font-weight:650}
h3{font-size:1.05rem;margin:0 0 .7rem;font-weight:650}
h3 small{display:block}h3 small,label small{font-weight:400;font-size:.82rem;color:var(--quiet)}
p{margin:.3rem 0 .9rem}
a{color:var(--accent)}
.code{display:inline-block;min-width:1.9em;padding:0 .5em;margin-right:.6em;border:1.5px solid var(--accent);border-radius:.35em;color:var(--accent);font-size:.95rem;line-height:1.6;text-align:center;font-variant-numeric:tabular-nums}
.ask{font-size:1.08rem;margin-bottom:1.1rem}
.sheet,.document{background:var(--paper);border:1px solid var(--rule);border-radius:.75rem;padding:1.2rem 1.25rem;margin:0 0 1rem}
.note{border-left:.3rem solid var(--warn-line);background:var(--warn-soft);border-radius:.35rem;padding:.75rem 1rem;margin:0 0 1rem}
.note p,.alert p{margin:0}.note .what{font-size:.85rem;color:var(--warn)}
.said{white-space:pre-line}
.alert{border-left:.3rem solid var(--bad);background:var(--bad-soft);border-radius:.35rem;padding:.75rem 1rem;margin:0 0 1.2rem}
.alert a{color:var(--bad);display:inline-block;padding:.25rem 0}.alert ul{margin:.3rem 0 0;padding-left:1.2rem}
.alert:focus{outline:none}
.done{border-left-color:var(--accent);background:var(--soft)}
ins{text-decoration:none;background:var(--warn-soft);box-shadow:0 0 0 .2em var(--warn-soft);border-radius:.1em}ins ul{display:inline-block}
.deeds{display:flex;flex-wrap:wrap;gap:.5rem;margin:.3rem 0 .6rem}.file-name{overflow-wrap:anywhere;font-weight:600}.file{margin:0 0 .9em}.file img{display:block;max-width:100%;height:auto;border-radius:.3em;margin-bottom:.3em}
.was{color:var(--warn);font-size:.86em;white-space:normal}
tr.new{background:var(--warn-soft)}
details{margin:0 0 1rem}summary{cursor:pointer;color:var(--accent);padding:.6rem 0;min-height:44px}
dl{margin:0}
.row{display:grid;grid-template-columns:9.5rem 1fr;gap:.2rem 1rem;padding:.5rem 0;border-top:1px solid var(--rule)}
.row:first-child{border-top:0;padding-top:0}.row:last-child{padding-bottom:0}
.row.wide{display:block}
dt{color:var(--quiet);font-size:.92rem}dd{margin:0;min-width:0}
dd ul{margin:0;padding-left:1.15rem}
table{width:100%;border-collapse:collapse;font-size:.94rem;margin:.35rem 0}
th{font-weight:500;color:var(--quiet);font-size:.84rem;text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1.5px solid var(--rule);vertical-align:bottom}
td{padding:.5rem .6rem .5rem 0;border-bottom:1px solid var(--rule);vertical-align:top}
tr:last-child td{border-bottom:0}
.figure{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}th.figure{white-space:normal}
td:last-child,th:last-child{padding-right:0}
.findings{list-style:none;margin:0;padding:0}
.findings li{padding:.65rem 0 .65rem 4.6rem;border-top:1px solid var(--rule);position:relative}
.findings li:first-child{border-top:0;padding-top:0}.findings li:first-child .mark{top:.1rem}.findings li:last-child{padding-bottom:0}
.findings .mark{position:absolute;left:0;top:.75rem;font-size:.82rem;line-height:1.7;padding:0 .55em;border-radius:.3em}
.findings .mark.error{color:var(--bad);background:var(--bad-soft)}.findings .mark.warning{color:var(--warn);background:var(--warn-soft)}
.findings code{display:block;font-size:.78rem;color:var(--quiet)}
fieldset{border:0;margin:0 0 1.3rem;padding:0;min-width:0}
legend{font-weight:600;padding:0;margin-bottom:.4rem}
.field{margin:0 0 1.15rem;min-width:0}
label{display:block;font-weight:600;margin-bottom:.25rem}
.hint{margin:-.15rem 0 .3rem;font-size:.86rem;color:var(--quiet)}
p.error{margin:.1rem 0 .35rem;color:var(--bad);font-size:.92rem}
p.error::before{content:"▲ ";font-size:.75em}
input,textarea,select{font:inherit;color:inherit;width:100%;min-height:48px;padding:.55rem .75rem;border:1px solid var(--field-line);border-radius:.45rem;background:var(--field)}
input[type=date],input[type=datetime-local]{padding-right:.4rem}
.one-row input,.one-row select{padding-left:.6rem}
textarea{display:block;line-height:1.55;resize:vertical}
[aria-invalid=true],:user-invalid{border-color:var(--bad);border-width:2px}
input:focus-visible,textarea:focus-visible,select:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.tick label{display:flex;align-items:center;gap:.6rem;min-height:48px;font-weight:400;margin:0}
.tick input{width:1.4rem;height:1.4rem;min-height:0;accent-color:var(--accent)}
.unit{display:flex;align-items:center;gap:.5rem;color:var(--quiet)}.unit input{color:var(--ink);font-variant-numeric:tabular-nums}
.cells{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.6rem,1fr));gap:0 1rem;align-items:end}
.cells>.text,.cells>.moment{grid-column:span 2}
.cells>.paragraph,.cells>.tick,.cells>.address,.cells>.lines,.cells>.addresses,.cells>fieldset{grid-column:1/-1}
.group .cells label,.one-row label{font-weight:400;font-size:.94rem}
.rows{border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);padding:1rem 0 1.1rem;margin:.4rem 0 1.4rem}
.rows>legend{float:left;width:100%;margin-bottom:.7rem}.rows>legend+*{clear:both}
.one-row{background:var(--soft);border-radius:.6rem;padding:.8rem 1rem .6rem;margin-bottom:.9rem}
.one-row>legend{float:left;width:100%;margin-bottom:.3rem;font-size:.88rem;color:var(--quiet);font-weight:500}.one-row>.cells{clear:both}
.one-row .field{margin-bottom:.8rem}
button{font:inherit;font-weight:600;min-height:50px;padding:.6rem 1.6rem;border-radius:.55rem;border:1.5px solid var(--accent);background:var(--accent);color:var(--on-accent);cursor:pointer}
a.button{display:inline-flex;align-items:center;min-height:50px;padding:.2rem 1.6rem;border-radius:.55rem;border:1.5px solid var(--accent);background:var(--accent);color:var(--on-accent);font-weight:600;text-decoration:none}
button.second{background:transparent;color:var(--accent)}
button.quiet{background:transparent;border-color:var(--rule);color:var(--accent);font-weight:500;font-size:.94rem;min-height:44px;padding:.4rem 1rem}
button.add{border-style:dashed;border-color:var(--field-line);width:100%}
button.language{border:0;background:none;color:var(--quiet);font-weight:400;font-size:inherit;text-decoration:underline;min-height:44px}
.outcomes{display:flex;flex-wrap:wrap;gap:.8rem;margin-top:1.2rem}
.default{position:absolute;left:-100vw;width:1px;height:1px;min-height:0;padding:0;overflow:hidden}
.calculate{margin:0 0 1.3rem}
footer{padding-top:1.4rem;padding-bottom:2.5rem;font-size:.86rem;color:var(--quiet)}
@media (max-width:40rem){
main,header,footer{padding-left:1rem;padding-right:1rem}
.sheet,.document{padding:1rem;border-radius:.6rem}
h1{font-size:1.45rem}
.row{grid-template-columns:1fr;gap:0}
table,tbody,tr,td{display:block}thead{display:block;position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{border:1px solid var(--rule);border-radius:.5rem;padding:.35rem .8rem;margin:.5rem 0}
td,tr:last-child td{display:flex;justify-content:space-between;gap:1rem;padding:.35rem 0;border-bottom:1px solid var(--rule);text-align:right}
td:last-child,tr:last-child td:last-child{border-bottom:0}
td::before{content:attr(data-label);color:var(--quiet);font-size:.88rem;text-align:left;white-space:normal;flex:none;max-width:50%}
.figure{white-space:normal}
.outcomes button{width:100%}
}
`;

/** The source that lets one style sheet, and no other, into a page. */
export function sourceOf(sheet: string): string {
  return `'sha256-${createHash('sha256').update(sheet).digest('base64')}'`;
}

export const pageStyleSource = sourceOf(pageStyle);
