/** The style of the HTML report: light, dark and print, without anything from elsewhere. Its hash stands in the page's policy. */
export const htmlStyle = `
:root{color-scheme:light dark;--ink:#1b2733;--quiet:#56636f;--rule:#d5dbe1;--surface:#fff;--soft:#f4f6f8;--accent:#5b4db2;--high:#b3261e;--medium:#8f5600;--low:#4b6511;--informational:#5d6b77;--asset:#0f5fa8;--outside:#8a3b12}
@media (prefers-color-scheme:dark){:root{--ink:#e6ebf0;--quiet:#a9b5c0;--rule:#3a4651;--surface:#151b21;--soft:#1e262e;--accent:#b3a8ff;--high:#ff8a80;--medium:#ffb74d;--low:#b6d36a;--informational:#b0bec5;--asset:#74b5f2;--outside:#f0a27a}}
*{box-sizing:border-box}
body{margin:0;background:var(--surface);color:var(--ink);font:15px/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
main,header,footer,nav{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.5rem}
.top{display:flex;justify-content:space-between;align-items:center;gap:1rem;flex-wrap:wrap}
.logo{max-height:3rem;max-width:14rem}
.tlp{font-weight:700;padding:.15rem .6rem;background:#000;border-radius:.2rem;letter-spacing:.02em}
.tlp-clear{color:#fff}.tlp-green{color:#33ff00}.tlp-amber,.tlp-amber-strict{color:#ffc000}.tlp-red{color:#ff6b70}
h1{font-size:1.7rem;line-height:1.2;margin:1rem 0 .25rem}
h2{font-size:1.25rem;margin:2rem 0 .6rem;padding-bottom:.25rem;border-bottom:2px solid var(--rule)}
h3{font-size:1.02rem;margin:1.3rem 0 .4rem}
.subtitle{font-size:1.1rem;margin:0 0 .5rem}
.state{color:var(--quiet);margin:.25rem 0}
.interim{font-weight:600;color:var(--medium)}
nav ol{columns:2;padding-left:1.4rem;margin:.5rem 0 0}
a{color:var(--asset)}
p{margin:.5rem 0}
.marks{font-size:.72em;color:var(--quiet);white-space:normal;margin-left:.2em}
.marks a{color:inherit;text-decoration:none}
.marks a:hover,.marks a:focus{text-decoration:underline}
.note{background:var(--soft);border-left:4px solid var(--rule);padding:.5rem .8rem;margin:.6rem 0;color:var(--quiet)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.88rem;margin:.3rem 0 1rem;table-layout:fixed}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid var(--rule)}
caption.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
thead th{background:var(--soft)}
td.c,pre,code{font-family:ui-monospace,"Cascadia Mono",Consolas,"Noto Sans Mono",monospace;font-size:.92em}
pre{background:var(--soft);padding:.7rem;white-space:pre-wrap;overflow-wrap:anywhere;margin:.3rem 0 1rem}
dl{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.3rem 1rem;margin:.5rem 0}
dt{color:var(--quiet)}dd{margin:0}
figure{margin:1rem 0}
figure svg{width:100%;height:auto;max-width:56rem}
figcaption{color:var(--quiet);font-size:.88rem}
footer{color:var(--quiet);font-size:.85rem;padding-bottom:2rem}
.f-ink{fill:var(--ink)}.f-quiet{fill:var(--quiet)}.f-rule{fill:var(--rule)}.f-surface{fill:var(--surface)}.f-accent{fill:var(--accent)}.f-high{fill:var(--high)}.f-medium{fill:var(--medium)}.f-low{fill:var(--low)}.f-informational{fill:var(--informational)}.f-asset{fill:var(--asset)}.f-outside{fill:var(--outside)}
.s-ink{stroke:var(--ink)}.s-quiet{stroke:var(--quiet)}.s-rule{stroke:var(--rule)}.s-surface{stroke:var(--surface)}.s-accent{stroke:var(--accent)}.s-high{stroke:var(--high)}.s-medium{stroke:var(--medium)}.s-low{stroke:var(--low)}.s-informational{stroke:var(--informational)}.s-asset{stroke:var(--asset)}.s-outside{stroke:var(--outside)}
.b{font-weight:600}
@media (max-width:40rem){nav ol{columns:1}dl{grid-template-columns:1fr}dt{font-weight:600}table{min-width:36rem}}
@media print{:root{--ink:#000;--quiet:#444;--rule:#bbb;--surface:#fff;--soft:#f4f4f4;--accent:#5b4db2;--high:#b3261e;--medium:#8f5600;--low:#4b6511;--informational:#5d6b77;--asset:#0f5fa8;--outside:#8a3b12}
@page{size:A4;margin:16mm}body{font-size:10pt}h2,h3,caption{break-after:avoid}tr,figure,dl{break-inside:avoid}thead{display:table-header-group}.scroll{overflow:visible}nav{display:none}}
`;
