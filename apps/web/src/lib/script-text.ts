import { defangText, realText, type Shown } from './defang-text.js';
import { visibleText } from './visible-text.js';

/** What of a script goes into a ticket. */
export interface ScriptReport {
  sha256: string;
  fileName?: string | null;
  verdict: string;
  card?: { title: string; statements: readonly { text: string }[] } | null;
  indicators: readonly (Shown & { type: string; layer: number; line: number })[];
  techniques: readonly { id: string; name: string }[];
  notDecoded: readonly { detail: string; layer: number; line: number; why: string }[];
}

/** The analysis as plain text for a chat or a ticket, hidden characters shown by their codes; addresses defanged, or as they are for a tool that takes them. */
export function scriptAsText(script: ScriptReport, form: 'defanged' | 'real'): string {
  const address = (text: string): string => (form === 'real' ? realText(text, script.indicators) : defangText(text, script.indicators));
  const sections = [
    [script.card?.title ?? 'Script', `Verdict: ${script.verdict}`, ...(script.fileName ? [`File: ${script.fileName}`] : []), `SHA-256: ${script.sha256}`],
    (script.card?.statements ?? []).map(({ text }) => address(text)),
    titled('Indicators', script.indicators.map(({ type, value, defanged, layer, line }) => `${type}: ${form === 'real' ? value : defanged} (layer ${layer}, line ${line})`)),
    titled('ATT&CK', script.techniques.map(({ id, name }) => `${id} ${name}`)),
    titled('Not decoded', script.notDecoded.map(({ why, detail, layer, line }) => `${why}: ${address(detail)} (layer ${layer}, line ${line})`)),
  ];
  const text = sections.filter((section) => section.length > 0).map((section) => section.join('\n'));
  return visibleText(text.join('\n\n'));
}

function titled(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines];
}
