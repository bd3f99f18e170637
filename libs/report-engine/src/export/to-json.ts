import { canonicalJson } from '@attest/security-model';
import type { Report } from '../report.js';

/** The whole report as canonical JSON (keys sorted, UTF-8, one line): equal reports have equal bytes. Nothing is cut. */
export function reportToJson(report: Report): string {
  return `${canonicalJson(report)}\n`;
}
