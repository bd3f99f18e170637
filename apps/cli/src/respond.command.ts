import { parseArgs } from 'node:util';
import { scriptsOfIncident } from '@attest/incident-engine';
import { draftGuidedResponse, type GuidedResponse } from '@attest/response-engine';
import { analyzeScripts } from './analyze-scripts.js';
import { CommandError, ExitCode, usageError } from './exit-code.js';
import { readIncidentInput } from './read-input.js';

export const respondUsage = 'attest incident respond FILE [--events FILE] [--json]';

/** `attest incident respond`: triage and recommended actions for one incident, by the same engine as the service. Carries nothing out. */
export async function respondCommand(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new CommandError(ExitCode.Usage, `Usage: ${respondUsage}`);
  const { incident, events } = await readIncidentInput(file, values.events);
  const scripts = await analyzeScripts(scriptsOfIncident(incident, events));
  const response = draftGuidedResponse({ incident, events, scripts });
  process.stdout.write(values.json ? `${JSON.stringify(toJson(response))}\n` : toText(response));
}

function readArguments(args: string[]): { values: { events?: string; json?: boolean }; positionals: string[] } {
  try {
    return parseArgs({ args, allowPositionals: true, options: { events: { type: 'string' }, json: { type: 'boolean' } } });
  } catch (error) {
    throw usageError(error, respondUsage);
  }
}

/** The response and the facts it cites. */
function toJson({ card, ...response }: GuidedResponse): unknown {
  const { triage, recommendations, similarMails } = response;
  const cited = new Set([...triage.statements, ...triage.perAlert, ...recommendations, ...(similarMails?.statements ?? []), ...card.card.statements].flatMap(({ facts }) => facts));
  return { ...response, facts: card.facts.filter(({ id }) => cited.has(id)), provenance: card.provenance, dropped: card.dropped };
}

function toText({ triage, recommendations, withheld, similarMails, messages }: GuidedResponse): string {
  const cite = (facts: readonly string[]): string => `[${facts.slice(0, 4).join(', ')}${facts.length > 4 ? ', ...' : ''}]`;
  const lines = [`${triage.classification}, ${triage.determination}, confidence ${triage.confidence}`, ...triage.statements.map(({ text, facts }) => `  ${text} ${cite(facts)}`)];
  if (triage.perAlert.length > 0) lines.push('', 'Alerts', ...triage.perAlert.map(({ alertId, verdict, reason, facts }) => `  ${verdict.padEnd(31)} ${alertId}  ${reason} ${cite(facts)}`));
  lines.push('', 'Actions');
  for (const { priority, category, action, target, reason, facts, requiresApproval, undo, undoNote, warning, doneBy } of recommendations) {
    lines.push(`  ${priority}. ${action} ${target.name}  (${category}${requiresApproval ? ', needs approval' : ''}; undo: ${undo ?? undoNote ?? 'none'})`, `     ${reason} ${cite(facts)}`);
    if (doneBy) lines.push(`     Done already by ${doneBy.by}: ${doneBy.what}.`);
    if (warning !== undefined) lines.push(`     Warning: ${warning}`);
  }
  if (recommendations.length === 0) lines.push('  none');
  if (withheld.length > 0) lines.push('', 'Withheld', ...withheld.map(({ action, target, why }) => `  ${action} ${target.name}: ${why}`));
  if (similarMails) lines.push('', similarMails.title, ...similarMails.kql.split('\n').map((line) => `  ${line}`));
  for (const { to, subject, text } of messages) lines.push('', `Message to ${to}: ${subject}`, ...text.split('\n').map((line) => `  ${line}`.trimEnd()));
  return `${lines.join('\n')}\n`;
}
