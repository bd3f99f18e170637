import { tlpMarkings, type Tlp } from '../report.js';
import { ReportError, ReportErrorCode } from '../report.error.js';
import type { ReportTemplate } from '../report-input.js';
import { cleanText } from '../texts/clean-text.js';

/** Bytes of a logo, as text. */
const longestLogo = 700_000;

/** A template with every part set, clean. */
export interface CheckedTemplate {
  title: string;
  organisation: string;
  logo: string;
  tlp: Tlp;
  extraSections: readonly { title: string; paragraphs: readonly string[] }[];
}

/** Checks a template: a known marking, and a logo that is a PNG or JPEG in itself. Without a marking the report is TLP:AMBER. */
export function checkedTemplate(template: ReportTemplate = {}): CheckedTemplate {
  const refuse = (why: string): never => {
    throw new ReportError(ReportErrorCode.TemplateInvalid, why);
  };
  const { logo = '', tlp = 'TLP:AMBER', extraSections = [] } = template;
  if (!tlpMarkings.includes(tlp)) refuse(`The marking must be one of ${tlpMarkings.join(', ')}.`);
  if (logo !== '' && (logo.length > longestLogo || !isPicture(logo))) refuse('The logo must be a PNG or JPEG of at most 500 kB, given as a data URI.');
  if (extraSections.length > 50) refuse('A report takes at most 50 extra sections.');
  return { title: cleanText(template.title ?? '', 200), organisation: cleanText(template.organisation ?? '', 200), logo, tlp, extraSections };
}

/** Whether the bytes are what the type says: a renderer must not be handed anything else. */
function isPicture(logo: string): boolean {
  const match = /^data:image\/(png|jpeg);base64,([A-Za-z0-9+/]+={0,2})$/.exec(logo);
  if (!match) return false;
  const head = Buffer.from((match[2] ?? '').slice(0, 64), 'base64');
  return match[1] === 'png' ? head.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) : head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff;
}

/**
 * Reads a template file: a JSON object of `title`, `organisation`, `logo`, `tlp` and `extraSections`. Throws `ReportError`
 * `TEMPLATE_INVALID` for anything else, saying what.
 */
export function parseReportTemplate(text: string): ReportTemplate {
  const refuse = (why: string): never => {
    throw new ReportError(ReportErrorCode.TemplateInvalid, why);
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('The template is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('The template must be a JSON object.');
  const { title, organisation, logo, tlp, extraSections, ...others } = value as Record<string, unknown>;
  for (const [name, part] of Object.entries({ title, organisation, logo, tlp })) if (part !== undefined && typeof part !== 'string') refuse(`"${name}" of the template must be a text.`);
  for (const name of Object.keys(others)) refuse(`The template has no "${cleanText(name, 80)}"; it has title, organisation, logo, tlp and extraSections.`);
  if (extraSections !== undefined && !(Array.isArray(extraSections) && extraSections.every(isExtraSection))) refuse('"extraSections" of the template must be a list of {"title", "paragraphs"}.');
  const template = value as ReportTemplate;
  checkedTemplate(template);
  return template;
}

function isExtraSection(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { title, paragraphs } = value as { title?: unknown; paragraphs?: unknown };
  return typeof title === 'string' && Array.isArray(paragraphs) && paragraphs.every((paragraph) => typeof paragraph === 'string');
}
