import { reportLanguages, type ReportLanguage } from '@attest/report-engine';
import { badInput } from './reporter.error.js';

/** @throws ReporterError BadInput */
export function languageOf(text: string): ReportLanguage {
  const known = reportLanguages.find((each) => each === text.toLowerCase());
  if (known === undefined) throw badInput(`language takes one of: ${reportLanguages.join(', ')}.`);
  return known;
}
