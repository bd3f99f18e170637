import { createHash } from 'node:crypto';
import { shownTime } from '../compose/report-context.js';
import { escapeXml, figureSvg, type FigurePaint } from '../figures/figure-svg.js';
import type { Block, Report, Sentence, TableBlock } from '../report.js';
import { noteOf, standingOf, textsOf, type ReportTexts } from '../texts/report-texts.js';
import { htmlStyle } from './html-style.js';
import { limitReport, marksOf } from './limit-report.js';

const paint: FigurePaint = {
  fill: (tone) => `class="f-${tone}"`,
  stroke: (tone) => `class="s-${tone}"`,
  text: (bold) => (bold ? 'class="b"' : ''),
  words: escapeXml,
};

/** A shape has one class attribute: fill and stroke of it are joined, as is the weight of text. */
function joined(svg: string): string {
  return svg.replace(/class="([^"]*)"((?: [a-z-]+="[^"]*")*) class="([^"]*)"/g, 'class="$1 $3"$2');
}

/**
 * The report as one HTML file: nothing from elsewhere, no script, and a policy that forbids both. Sentences link to the facts they
 * name. Equal reports give equal bytes.
 */
export function reportToHtml(whole: Report): string {
  const report = limitReport(whole);
  const texts = textsOf(report.language);
  const anchors = new Set(report.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'table' && block.id === 'facts' ? block.rows.map(({ cells }) => cells[0] ?? '') : []))));
  const writer = new HtmlWriter(texts, anchors);
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(htmlStyle).digest('base64')}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const headings = report.sections.map(({ title }, index) => `<li><a href="#s${index + 1}">${escapeXml(title)}</a></li>`).join('');
  const sections = report.sections.map(({ title, blocks }, index) => `<section><h2 id="s${index + 1}">${escapeXml(title)}</h2>${blocks.map((block) => writer.block(block, title)).join('')}</section>`).join('\n');
  const tlp = `<span class="tlp tlp-${report.tlp.slice(4).toLowerCase().replace('+', '-')}">${escapeXml(report.tlp)}</span>`;
  const logo = report.logo === '' ? '' : `<img class="logo" src="${escapeXml(report.logo)}" alt="${escapeXml(report.organisation || texts.alt.logo)}">`;
  return `<!doctype html>
<html lang="${report.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml([report.title, report.subtitle].filter(Boolean).join(': '))}</title>
<style>${htmlStyle}</style>
</head>
<body>
<header>
<div class="top">${logo}${report.organisation === '' ? '' : `<span>${escapeXml(report.organisation)}</span>`}${tlp}</div>
<h1>${escapeXml(report.title)}</h1>
${report.subtitle === '' ? '' : `<p class="subtitle">${escapeXml(report.subtitle)}</p>`}
<p class="state${report.interim ? ' interim' : ''}">${escapeXml(standingOf(report, texts))}${report.asOf === '' ? '' : `. ${escapeXml(texts.summary.asOf)}: ${shownTime(report.asOf)} UTC`}</p>
<p class="state">${escapeXml(noteOf(report, texts))}</p>
</header>
<nav aria-label="${escapeXml(texts.contents)}"><ol>${headings}</ol></nav>
<main>
${sections}
</main>
<footer><p>${tlp} ${escapeXml(texts.provenance.id)} ${report.id}</p></footer>
</body>
</html>
`;
}

/** Writes blocks; marks link only to facts that the page lists. */
class HtmlWriter {
  constructor(
    private readonly texts: ReportTexts,
    private readonly anchors: ReadonlySet<string>,
  ) {}

  block(block: Block, section: string): string {
    switch (block.kind) {
      case 'heading': return `<h3>${escapeXml(block.text)}</h3>`;
      case 'paragraph': return `<p>${block.sentences.map((item) => this.sentence(item)).join(' ')}</p>`;
      case 'list': return `<ul>${block.items.map((item) => `<li>${this.sentence(item)}</li>`).join('')}</ul>`;
      case 'definitions': return `<dl>${block.rows.map(({ term, text, facts }) => `<dt>${escapeXml(term)}</dt><dd>${this.sentence({ text, facts })}</dd>`).join('')}</dl>`;
      case 'note': return `<p class="note">${escapeXml(block.text)}</p>`;
      case 'code': return `<h3>${escapeXml(block.caption)}${this.marks(block.facts)}</h3><pre tabindex="0">${escapeXml(block.text)}</pre>`;
      case 'figure': return `<figure>${joined(figureSvg(block.figure, paint))}<figcaption>${escapeXml(block.figure.title)}: ${escapeXml(block.figure.description)}.</figcaption></figure>`;
      case 'table': return this.table(block, section);
    }
  }

  private sentence({ text, facts }: Sentence): string {
    return `${escapeXml(text)}${this.marks(facts)}`;
  }

  private marks(facts: readonly string[]): string {
    const marks = marksOf(facts);
    if (marks === '') return '';
    const linked = marks.split(' ').map((mark) => (this.anchors.has(mark) ? `<a href="#fact-${mark}">${mark}</a>` : escapeXml(mark)));
    return `<span class="marks">${linked.join(' ')}</span>`;
  }

  private table(block: TableBlock, section: string): string {
    if (block.rows.length === 0) return `${block.caption === section ? '' : `<h3>${escapeXml(block.caption)}</h3>`}<p>${escapeXml(this.texts.none)}</p>`;
    const listing = block.id === 'facts';
    const marked = !listing && block.factless !== true;
    const total = block.columns.reduce((sum, { weight }) => sum + weight, marked ? 1.6 : 0);
    const columns = [...block.columns.map(({ weight }) => weight), ...(marked ? [1.6] : [])].map((weight) => `<col width="${Math.round((weight / total) * 100)}%">`).join('');
    const head = [...block.columns.map(({ title }) => title || '#'), ...(marked ? [this.texts.facts] : [])].map((title) => `<th scope="col">${escapeXml(title)}</th>`).join('');
    const rows = block.rows.map(({ cells, facts }) => {
      const shown = cells.map((cell, index) => `<td${block.columns[index]?.code === true ? ' class="c"' : ''}>${escapeXml(cell)}</td>`).join('');
      return listing ? `<tr id="fact-${escapeXml(cells[0] ?? '')}">${shown}</tr>` : `<tr>${shown}${marked ? `<td>${this.marks(facts)}</td>` : ''}</tr>`;
    });
    return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeXml(block.caption)}"><table><caption${block.caption === section ? ' class="unseen"' : ''}>${escapeXml(block.caption)}</caption><colgroup>${columns}</colgroup><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
  }
}
