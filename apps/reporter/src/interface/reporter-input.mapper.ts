import { sectionIds, tlpMarkings, type SectionId, type Tlp } from '@attest/report-engine';
import { utcInstant } from '@attest/security-model';
import { languageOf } from '../domain/language.js';
import { badInput } from '../domain/reporter.error.js';
import type { Period } from '../application/period-report.use-case.js';
import type { ReportOptions } from '../application/report-maker.js';
import type { MakeReportInput } from './report.input.js';

const longestId = 500;
const longestPeriodMs = 400 * 86_400_000;

/** @throws ReporterError BadInput */
export function firstOf(first: number): number {
  if (first < 1 || first > 100) throw badInput('first must be from 1 to 100.');
  return first;
}

/** @throws ReporterError BadInput */
export function afterVersionOf(after: string | null | undefined): number | undefined {
  if (after && !/^\d{1,9}$/.test(after)) throw badInput('after takes the endCursor of the page before.');
  return after ? Number(after) : undefined;
}

/** PostgreSQL text holds no NUL. @throws ReporterError BadInput */
export function incidentIdOf(id: string): string {
  if (id === '' || id.length > longestId || id.includes('\0')) throw badInput('This is no id of an incident.');
  return id;
}

/** @throws ReporterError BadInput */
export function optionsOf(input: MakeReportInput | null | undefined): ReportOptions {
  const options: ReportOptions = {};
  if (input?.language) options.language = languageOf(input.language);
  if (input?.tlp) options.tlp = tlpOf(input.tlp);
  if (input?.sections) options.sections = sectionsOf(input.sections);
  return options;
}

function tlpOf(text: string): Tlp {
  const marking = `TLP:${text.trim().toUpperCase().replace(/^TLP:/, '')}`;
  const known = tlpMarkings.find((each) => each === marking);
  if (known === undefined) throw badInput(`tlp takes one of: ${tlpMarkings.join(', ')}.`);
  return known;
}

/** In the order of reading, each once, so that the same wish gives the same report. */
function sectionsOf(names: readonly string[]): SectionId[] {
  for (const name of names) if (!(sectionIds as readonly string[]).includes(name)) throw badInput(`sections takes some of: ${sectionIds.join(', ')}.`);
  return sectionIds.filter((id) => names.includes(id));
}

/** A version by its number, or undefined for the current one. @throws ReporterError BadInput */
export function versionOf(text: unknown): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (typeof text !== 'string' || !/^[1-9]\d{0,8}$/.test(text)) throw badInput('version takes the number of a report, from 1.');
  return Number(text);
}

/** @throws ReporterError BadInput */
export function periodOf(from: unknown, to: unknown): Period {
  const [begin, end] = [from, to].map((moment) => (typeof moment === 'string' && moment.length <= 40 ? utcInstant(moment) : undefined));
  if (begin === undefined || end === undefined) throw badInput('from and to take a moment each, such as 2025-03-01T00:00:00Z.');
  const span = Date.parse(end) - Date.parse(begin);
  if (span <= 0) throw badInput('to must be later than from.');
  if (span > longestPeriodMs) throw badInput('A period has at most 400 days.');
  return { from: new Date(begin).toISOString(), to: new Date(end).toISOString() };
}
