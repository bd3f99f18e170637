/** Markings of the Traffic Light Protocol 2.0, mildest first. */
export const tlpMarkings = ['TLP:CLEAR', 'TLP:GREEN', 'TLP:AMBER', 'TLP:AMBER+STRICT', 'TLP:RED'] as const;

export type Tlp = (typeof tlpMarkings)[number];

/** What each marking allows. */
export const tlpWords: Readonly<Record<Tlp, string>> = {
  'TLP:CLEAR': 'May be shared with everybody.',
  'TLP:GREEN': 'May be shared within the community, not in public.',
  'TLP:AMBER': 'For the organisation and its clients, who need to know.',
  'TLP:AMBER+STRICT': 'For the organisation only.',
  'TLP:RED': 'For the named readers only.',
};

/** The marking a text names; undefined for any other text. */
export function tlpOf(text: string | null | undefined): Tlp | undefined {
  return tlpMarkings.find((marking) => marking === text);
}

/** Languages of the fixed text of a report. */
export const reportLanguages = [
  { id: 'en', name: 'English' },
  { id: 'de', name: 'German' },
] as const;

/** `English` for `en`; a language this page does not know stays as it came. */
export function languageName(id: string): string {
  return reportLanguages.find((language) => language.id === id)?.name ?? id;
}

/** Sections a report may leave out, in the order of reading. The one on how it was made is always there. */
export const reportSections = [
  { id: 'summary', name: 'Executive summary' },
  { id: 'classification', name: 'Classification' },
  { id: 'management', name: 'Management timestamps' },
  { id: 'durations', name: 'Response times' },
  { id: 'story', name: 'Attack story' },
  { id: 'assets', name: 'Affected assets' },
  { id: 'indicators', name: 'Indicators' },
  { id: 'actions', name: 'Actions' },
  { id: 'scripts', name: 'Scripts' },
  { id: 'queries', name: 'Hunting queries' },
  { id: 'followUps', name: 'Follow-ups' },
  { id: 'analysts', name: 'People and automation' },
  { id: 'extra', name: 'Sections of your organisation' },
  { id: 'evidence', name: 'Evidence' },
] as const;

const formats: Readonly<Record<string, { name: string; about: string }>> = {
  pdf: { name: 'PDF', about: 'to print and to archive' },
  docx: { name: 'Word', about: 'to edit' },
  html: { name: 'HTML', about: 'one file, opens in any browser' },
  md: { name: 'Markdown', about: 'for wikis and tickets' },
  json: { name: 'JSON', about: 'the whole report, facts and all' },
  stix: { name: 'STIX 2.1', about: 'indicators for other tools' },
  csv: { name: 'CSV', about: 'indicators as a table' },
};

/** A form of a report to download, in the order offered. */
export interface DownloadChoice {
  format: string;
  name: string;
  about: string;
  path: string;
}

/** Downloads with their names, documents first. Addresses that do not lead to Attest's own door are left out. */
export function downloadChoices(downloads: readonly { format: string; path: string }[]): DownloadChoice[] {
  const order = Object.keys(formats);
  const rank = (format: string): number => (order.includes(format) ? order.indexOf(format) : order.length);
  return downloads
    .filter(({ path }) => /^\/api\/[^\\]*$/.test(path))
    .map(({ format, path }) => ({ format, path, ...(Object.hasOwn(formats, format) ? (formats[format] as { name: string; about: string }) : { name: format.toUpperCase(), about: '' }) }))
    .sort((a, b) => rank(a.format) - rank(b.format));
}

/** How a part differs between two versions: a word, and a sign that does not need colour. */
export const changeWords = {
  SAME: { word: 'Same', sign: '=' },
  ADDED: { word: 'Added', sign: '+' },
  REMOVED: { word: 'Removed', sign: '−' },
  CHANGED: { word: 'Changed', sign: '±' },
} as const;

/** `1..2` of an address; undefined for anything else. */
export function readCompare(text: string | null): { from: number; to: number } | undefined {
  const [, from, to] = /^(\d{1,9})\.\.(\d{1,9})$/.exec(text ?? '') ?? [];
  return from !== undefined && to !== undefined ? { from: Number(from), to: Number(to) } : undefined;
}

/** `12` of an address; undefined for anything else. */
export function readVersion(text: string | null): number | undefined {
  return /^\d{1,9}$/.test(text ?? '') ? Number(text) : undefined;
}

/** One line of a comparison. */
export interface ComparedLine {
  kind: 'SAME' | 'ADDED' | 'REMOVED';
  text: string;
}

/** Lines to draw: those that differ with what stands around them; longer stretches of the same are folded. */
export type ComparedPart = { folded: false; lines: ComparedLine[] } | { folded: true; lines: ComparedLine[] };

const around = 2;
const shortestFold = 4;

/** Folds what is the same in both versions, but for two lines beside each difference. */
export function foldSame(lines: readonly ComparedLine[]): ComparedPart[] {
  const near = lines.map(() => false);
  lines.forEach(({ kind }, index) => {
    if (kind === 'SAME') return;
    for (let beside = Math.max(0, index - around); beside <= Math.min(lines.length - 1, index + around); beside += 1) near[beside] = true;
  });
  const parts: ComparedPart[] = [];
  lines.forEach((line, index) => {
    const folded = !near[index];
    const last = parts.at(-1);
    if (last?.folded === folded) last.lines.push(line);
    else parts.push({ folded, lines: [line] });
  });
  return parts.reduce<ComparedPart[]>((joined, part) => {
    const open = part.folded && part.lines.length < shortestFold ? { folded: false as const, lines: part.lines } : part;
    const last = joined.at(-1);
    if (last && !last.folded && !open.folded) last.lines.push(...open.lines);
    else joined.push(open);
    return joined;
  }, []);
}

const longestComment = 4_000;

/** What is written to the activity log about a report: its first sentences and the way to it. */
export function reportComment(lead: string, { version, tlp, link }: { version: number; tlp: string; link: string }): string {
  const end = `Report version ${version}, ${tlp}: ${link}`;
  const room = longestComment - end.length - 2;
  const short = lead.length <= room ? lead : `${lead.slice(0, room - 2).replace(/[\ud800-\udbff]$/, '').trimEnd()} …`;
  return short === '' ? end : `${short}\n\n${end}`;
}
