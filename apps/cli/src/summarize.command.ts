import { parseArgs } from 'node:util';
import type { VerifiedCard } from '@attest/cards';
import { scriptsOfIncident, summarizeIncident } from '@attest/incident-engine';
import { analyzeScripts } from './analyze-scripts.js';
import { configuredComposer } from './configured-composer.js';
import { CommandError, ExitCode, usageError } from './exit-code.js';
import { readIncidentInput } from './read-input.js';
import { say } from './say.js';

export const summarizeUsage = 'attest incident summarize FILE [--events FILE] [--json]';

/** `attest incident summarize`: the summary card of one incident, by the same pipeline as the service. */
export async function summarizeCommand(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new CommandError(ExitCode.Usage, `Usage: ${summarizeUsage}`);
  const { incident, events } = await readIncidentInput(file, values.events);
  const composer = await configuredComposer();
  const scripts = await analyzeScripts(scriptsOfIncident(incident, events));
  const verified = await summarizeIncident({ incident, events, scripts }, { composer });
  if (verified.provenance.fallback !== undefined) say(`The model was not used: ${verified.provenance.fallback}`);
  process.stdout.write(values.json ? `${JSON.stringify(toJson(verified))}\n` : toText(verified));
}

function readArguments(args: string[]): { values: { events?: string; json?: boolean }; positionals: string[] } {
  try {
    return parseArgs({ args, allowPositionals: true, options: { events: { type: 'string' }, json: { type: 'boolean' } } });
  } catch (error) {
    throw usageError(error, summarizeUsage);
  }
}

/** The card and the facts it cites. */
function toJson({ card, facts, provenance, dropped }: VerifiedCard): unknown {
  const cited = new Set([...card.titleFacts, ...[...card.statements, ...card.timeline, ...card.entities, ...card.indicators].flatMap((item) => item.facts)]);
  return { card, facts: facts.filter((fact) => cited.has(fact.id) || fact.type === 'alert.raised'), provenance, dropped };
}

function toText({ card, provenance, dropped }: VerifiedCard): string {
  const sections = ['lead', 'origin', 'story', 'assets', 'open'] as const;
  const prose = sections.map((section) => card.statements.filter((s) => s.section === section).map((s) => `${s.text} [${s.facts.slice(0, 4).join(', ')}${s.facts.length > 4 ? ', ...' : ''}]`).join('\n')).filter(Boolean);
  const timeline = card.timeline.map((entry) => `  ${entry.time}  ${entry.text} [${entry.facts.slice(0, 3).join(', ')}]`);
  const entities = card.entities.slice(0, 30).map((entity) => `  ${entity.type.padEnd(12)} ${entity.value}  ${entity.role}`);
  return [card.title, '', ...prose, '', 'Timeline', ...timeline, '', 'Entities', ...entities, '', `Techniques  ${card.techniques.join(' ')}`, `Composer    ${provenance.composer}, ${dropped.length} dropped`, ''].join('\n');
}
