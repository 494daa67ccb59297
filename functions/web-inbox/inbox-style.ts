/** What the inbox adds to the style of every page: a head with its parts, lists of work, states, a timeline. */
export const inboxStyle = `
main,header,footer{max-width:60rem}
header.top{display:block;padding-top:.6rem;padding-bottom:0;margin-bottom:1.4rem}
.who{display:flex;align-items:center;gap:.2rem 1.1rem;flex-wrap:wrap}
.brand{font-weight:650;font-size:1.02rem;color:var(--ink);text-decoration:none;margin-right:auto;display:inline-flex;align-items:center;min-height:44px}
.who form{margin:0}
header .reader{display:inline-flex;align-items:center;min-height:44px}
main>details{margin:0;border-top:1px solid var(--rule)}main>details+h2{margin-top:2.2rem}main>details>summary{display:flex;align-items:center;gap:.5rem}main>details>summary::before{content:"+";width:1rem;font-weight:650}main>details[open]>summary::before{content:"–"}
.talk{list-style:none;margin:0 0 1rem;padding:0}.talk li{padding:.6rem 0;border-bottom:1px solid var(--rule)}.talk p{margin:0}.talk .at{font-size:.86rem;color:var(--quiet)}
#new-case .cells>.choice{grid-column:span 2}
button.plain{border:0;background:none;color:var(--quiet);font-weight:400;font-size:inherit;min-height:44px;padding:0 .2rem;text-decoration:underline}
nav ul{display:flex;flex-wrap:wrap;gap:0 1.6rem;list-style:none;margin:0;padding:0;border-bottom:1px solid var(--rule)}
nav a{display:flex;align-items:center;min-height:46px;color:var(--quiet);text-decoration:none;font-size:1.02rem;border-bottom:3px solid transparent;margin-bottom:-1px}
nav a[aria-current]{color:var(--ink);font-weight:650;border-bottom-color:var(--accent)}
.crumb{font-size:.9rem;margin:0 0 .8rem}.crumb a{display:inline-flex;align-items:center;min-height:36px;text-decoration:none}
.lead{color:var(--quiet);margin:-.1rem 0 1.2rem}
.filter{display:flex;flex-wrap:wrap;gap:.7rem;align-items:end;margin:0 0 1.4rem}
.filter .field{margin:0;flex:0 1 13rem}.filter label{font-size:.86rem;font-weight:400;color:var(--quiet)}.filter input,.filter select{min-height:44px}
.items{list-style:none;margin:0 0 1rem;padding:0}
.item{background:var(--paper);border:1px solid var(--rule);border-radius:.75rem;margin:0 0 .75rem;padding:1rem 1.25rem;display:grid;grid-template-columns:1fr 13rem;gap:.1rem 1.5rem;position:relative}
.item:hover{border-color:var(--accent)}
.item h3{font-size:1.1rem;margin:0 0 .15rem}
.item h3 a{color:inherit;text-decoration:none}.item h3 a::after{content:"";position:absolute;inset:0;border-radius:.75rem}
.item h3 a:focus-visible{outline:none}.item h3 a:focus-visible::after{outline:3px solid var(--accent);outline-offset:2px}
.item p{margin:.1rem 0 0}.item .where{font-size:.92rem;color:var(--quiet)}
.item .what{grid-column:1}.item .when{grid-column:2;grid-row:1/span 3;text-align:right;font-size:.9rem;color:var(--quiet)}
.item .when strong{display:block;font-size:1rem;color:var(--ink);font-weight:600}
.item.late{border-left:.3rem solid var(--bad)}.item.late .when strong{color:var(--bad)}
.item.soon .when strong{color:var(--warn)}
.back{grid-column:1;margin-top:.45rem!important;padding:.35rem .7rem;border-radius:.35rem;background:var(--warn-soft);font-size:.92rem;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.back b{font-weight:500;color:var(--warn)}
.tag{display:inline-block;font-size:.8rem;line-height:1.7;padding:0 .6em;border-radius:.3em;background:var(--soft);color:var(--accent);font-weight:500;vertical-align:.08em;white-space:nowrap}
.tag.late,.tag.bounced,.tag.complained,.tag.FAILED,.tag.LOST{background:var(--bad-soft);color:var(--bad)}.tag.delayed,.tag.RUNNING,.tag.STARTING{background:var(--warn-soft);color:var(--warn)}.tag.CANCELLED,.tag.CLOSED{background:var(--ground);color:var(--quiet)}
.number{white-space:nowrap}
.item .where b{font-weight:500;color:var(--ink)}
.count{display:inline-block;min-width:1.7em;padding:0 .5em;border-radius:1em;background:var(--soft);color:var(--accent);font-size:.86rem;font-weight:600;text-align:center;vertical-align:.1em}.count.late{background:var(--bad-soft);color:var(--bad)}.count.today{background:var(--warn-soft);color:var(--warn)}
.findings .mark.strong{color:var(--bad);background:var(--bad-soft)}.findings .mark.some{color:var(--warn);background:var(--warn-soft)}.findings .mark.none{color:var(--quiet);background:var(--ground)}.findings .mark.against{color:var(--accent);background:var(--soft)}
.records tr:last-child th{border-bottom:0}.records th[scope=row]{vertical-align:top;padding-top:.5rem;white-space:nowrap}
.empty{background:var(--paper);border:1px dashed var(--rule);border-radius:.75rem;padding:2.2rem 1.25rem;text-align:center;color:var(--quiet)}
.more{display:inline-flex;align-items:center;min-height:48px}
.bar{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:center;justify-content:space-between;margin:0 0 1rem}.bar p{margin:0}.bar form{margin:0}
.sheet .bar{margin:.9rem 0 0;padding-top:.9rem;border-top:1px solid var(--rule)}
a.button.quiet{background:transparent;border-color:var(--rule);color:var(--accent);font-weight:500;font-size:.94rem;min-height:44px;padding:.1rem 1rem}
button.danger,a.button.danger{background:transparent;border-color:var(--bad);color:var(--bad)}
.facts{list-style:none;margin:0;padding:0 0 0 1.1rem;border-left:2px solid var(--rule)}
.facts li{position:relative;padding:0 0 1rem}.facts li::before{content:"";position:absolute;left:calc(-1.1rem - 6px);top:.6em;width:10px;height:10px;border-radius:50%;background:var(--rule)}
.facts li.mark::before{background:var(--accent)}.facts li.bad::before{background:var(--bad)}
.facts p{margin:0}.facts .at{font-size:.86rem;color:var(--quiet)}
.choices{display:flex;flex-wrap:wrap;gap:.3rem 1.6rem;margin:0 0 .9rem}.choices label{display:inline-flex;align-items:center;gap:.55rem;min-height:44px;font-weight:400;margin:0}.choices input{width:1.25rem;height:1.25rem;min-height:0;accent-color:var(--accent)}
form:has(#customer-known:checked) .customer-new,form:has(#customer-new:checked) .customer-known{display:none}
@media (max-width:40rem){
.item{grid-template-columns:1fr;padding:.9rem 1rem}
.item .when{grid-column:1;grid-row:auto;text-align:left;margin-top:.35rem}.item .when strong{display:inline;margin-right:.5rem}
nav ul{gap:0 1.3rem}
table.records tbody th{display:block;border:0;padding:.2rem 0;color:var(--ink);font-weight:600}
.filter .field{flex:1 1 40%;min-width:0}.filter button{flex:0 0 auto}
.who{gap:0 .9rem}
}
`;
