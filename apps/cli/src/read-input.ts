import { parseEventRow, parseIncidentPage, SecurityModelError, type EventRow, type Incident, type ParsedIncident } from '@attest/security-model';
import { CommandError, ExitCode } from './exit-code.js';
import { linesOf, readText } from './file-text.js';
import { parseJsonText } from './json-text.js';
import { say } from './say.js';

/** The first incident of a file: one incident, a list, or a page; `.json` or gzip; `-` is standard input. */
async function readIncident(file: string): Promise<ParsedIncident> {
  const value = parseJsonText(await readText(file), file);
  try {
    const [item, ...others] = parseIncidentPage(value);
    if (others.length > 0) say(`${file} holds ${others.length + 1} incidents; the first is taken`);
    if (!item) throw new CommandError(ExitCode.Input, `${file} holds no incident.`);
    if (!item.ok) throw new CommandError(ExitCode.Input, `${file} was refused at ${item.path}: ${item.error.message}`);
    return item;
  } catch (error) {
    if (error instanceof SecurityModelError) throw new CommandError(ExitCode.Input, `${file} was refused at ${error.path}: ${error.message}`);
    throw error;
  }
}

/** The incident of a file and the event rows of another, if there is one; says how much was read, and of what was left out the first. */
export async function readIncidentInput(file: string, eventsFile: string | undefined): Promise<{ incident: Incident; events: EventRow[] }> {
  const { incident, warnings } = await readIncident(file);
  say(`${incident.alerts.length} alerts read from ${file}${warnings.length > 0 ? `, ${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}, first: ${warnings[0]?.path}: ${warnings[0]?.message}` : ''}`);
  if (eventsFile === undefined) return { incident, events: [] };
  const { events, refused, firstRefusal } = await readEvents(eventsFile);
  say(`${events.length} event rows read${refused > 0 ? `, ${refused} refused, first: ${firstRefusal}` : ''}`);
  return { incident, events };
}

/** Event rows of a JSON Lines file, plain or gzip. Bad lines are counted and the first is named; the rest is kept. */
async function readEvents(file: string): Promise<{ events: EventRow[]; refused: number; firstRefusal: string | undefined }> {
  const events: EventRow[] = [];
  let line = 0;
  let refused = 0;
  let firstRefusal: string | undefined;
  for await (const text of linesOf(file)) {
    line++;
    if (text.trim() === '') continue;
    const parsed = parseEventRow(text, line);
    if (parsed.ok) events.push({ ...parsed.row, $row: line - 1 });
    else {
      refused++;
      firstRefusal ??= `line ${parsed.line}: ${parsed.reason}`;
    }
  }
  return { events, refused, firstRefusal };
}
