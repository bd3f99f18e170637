import type { Report } from '../report.js';

/**
 * The indicators as CSV (RFC 4180, UTF-8, every cell quoted): kind, real value, defanged value, role, verdict, first seen, alerts,
 * techniques, facts. A cell a spreadsheet would take for a formula starts with an apostrophe.
 */
export function reportToCsv(report: Report): string {
  const head = ['type', 'value', 'defanged', 'role', 'verdict', 'firstSeen', 'alerts', 'techniques', 'facts', 'incident', 'marking'];
  const rows = report.indicators.map(({ type, value, shown, role, verdict, firstSeen, alerts, techniques, facts }) => [type, value, shown, role, verdict, firstSeen, String(alerts), techniques.join(' '), facts.join(' '), report.incidentId, report.tlp]);
  return `${[head, ...rows].map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(text: string): string {
  const plain = text.replace(/[\u0000\r\n]+/g, ' ');
  // Spreadsheets skip leading spaces and some invisible characters before they look for a formula.
  const safe = /^[\s\u00a0\u200b\ufeff]*[=+\-@\t\r|%\uff1d\uff0b\uff0d\uff20]/u.test(plain) ? `'${plain}` : plain;
  return `"${safe.replace(/"/g, '""')}"`;
}
