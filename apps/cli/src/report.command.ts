import { readFileSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { scriptsOfIncident, summarizeIncident } from '@attest/incident-engine';
import { auditHeadOf, composeIncidentReport, parseActionLog, parseReportTemplate, reportLanguages, reportToCsv, reportToDocx, reportToHtml, reportToJson, reportToMarkdown, reportToPdf, reportToStix, ReportError, sectionIds, tlpMarkings, type DecodedScript, type Report, type ReportLanguage, type ReportTemplate, type SectionId, type Tlp } from '@attest/report-engine';
import { analyzeScripts } from './analyze-scripts.js';
import { configuredComposer } from './configured-composer.js';
import { decodeText } from './decode-text.js';
import { CommandError, ExitCode, usageError } from './exit-code.js';
import { fileFault } from './file-fault.js';
import { readText } from './file-text.js';
import { readIncidentInput } from './read-input.js';
import { say } from './say.js';

export const reportUsage = 'attest incident report FILE [--events FILE] [--actions FILE] [--format md|html|pdf|docx|json|stix|csv] [--out FILE] [--sections NAME,...] [--language en|de] [--tlp TLP:AMBER] [--template FILE]';

/** A way to write a report. The document formats need libraries that take a while to load, so each is asked for alone. */
const writers: Record<string, (report: Report) => string | Promise<Buffer>> = {
  md: reportToMarkdown,
  html: reportToHtml,
  pdf: reportToPdf,
  docx: reportToDocx,
  json: reportToJson,
  stix: reportToStix,
  csv: reportToCsv,
};

interface Options {
  file: string;
  events?: string;
  actions?: string;
  format: string;
  out?: string;
  sections?: SectionId[];
  language: ReportLanguage;
  tlp?: Tlp;
  template?: string;
}

/** `attest incident report`: the report of one incident in one format, by the engine of the service, offline. */
export async function reportCommand(args: string[]): Promise<void> {
  const options = readOptions(args);
  const { incident, events } = await readIncidentInput(options.file, options.events);
  const log = options.actions === undefined ? undefined : await readText(options.actions);
  const actions = log === undefined ? undefined : refuseOrGive(() => parseActionLog(log));
  if (actions !== undefined) say(`${actions.length} lines of the action log read`);
  const template = { ...readTemplate(options.template), ...(options.tlp === undefined ? {} : { tlp: options.tlp }) };
  const decoded: DecodedScript[] = [];
  const scripts = await analyzeScripts(scriptsOfIncident(incident, events), (sha256, { layers, verdict }) => {
    const last = layers.filter(({ binaryBytes }) => binaryBytes === undefined).at(-1);
    if (verdict !== 'benign' && layers.length > 1 && last) decoded.push({ sha256, text: last.text.slice(0, 100_000) });
  });
  const composer = await configuredComposer();
  const summary = composer === undefined ? undefined : await summarizeIncident({ incident, events, scripts }, { composer });
  const { sections, language } = options;
  const report = refuseOrGive(() => composeIncidentReport({ incident, events, scripts, decoded, language, template, ...(summary ? { summary } : {}), ...(actions ? { actions, auditHead: auditHeadOf(log ?? '') } : {}), ...(sections ? { sections } : {}) }));
  const written = await writers[options.format]?.(report);
  if (written === undefined) throw new CommandError(ExitCode.Usage, `Usage: ${reportUsage}`);
  if (options.out === undefined) process.stdout.write(written);
  else writeOut(options.out, written);
}

function readOptions(args: string[]): Options {
  const refuse = (why: string): never => {
    throw new CommandError(ExitCode.Usage, `${why}\nUsage: ${reportUsage}`);
  };
  const text = { type: 'string' } as const;
  let parsed;
  try {
    parsed = parseArgs({ args, allowPositionals: true, options: { events: text, actions: text, format: text, out: text, sections: text, language: text, tlp: text, template: text } });
  } catch (error) {
    throw usageError(error, reportUsage);
  }
  const { values, positionals } = parsed;
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) return refuse('One incident file is needed.');
  const format = values.format ?? formatOf(values.out);
  if (!Object.hasOwn(writers, format)) refuse(`There is no format "${format}"; there are ${Object.keys(writers).join(', ')}.`);
  const binary = format === 'pdf' || format === 'docx';
  if (binary && values.out === undefined && process.stdout.isTTY) refuse(`A ${format} file does not belong on a terminal: name a file with --out.`);
  const language = values.language ?? 'en';
  const sections = values.sections?.split(',').map((name) => name.trim()).filter(Boolean);
  for (const name of sections ?? []) if (!(sectionIds as readonly string[]).includes(name)) refuse(`There is no section "${name}"; there are ${sectionIds.join(', ')}.`);
  if (!(reportLanguages as readonly string[]).includes(language)) refuse(`There is no language "${language}"; there are ${reportLanguages.join(' and ')}.`);
  const tlp = values.tlp === undefined ? undefined : `TLP:${values.tlp.toUpperCase().replace(/^TLP:/, '')}`;
  if (tlp !== undefined && !(tlpMarkings as readonly string[]).includes(tlp)) refuse(`There is no marking "${values.tlp}"; there are ${tlpMarkings.join(', ')}.`);
  return { file, events: values.events, actions: values.actions, template: values.template, format, out: values.out === '-' ? undefined : values.out, sections: sections as SectionId[] | undefined, language: language as ReportLanguage, tlp: tlp as Tlp | undefined };
}

/** The format a file name asks for; Markdown without one. */
function formatOf(out: string | undefined): string {
  const ending = extname(out ?? '').slice(1).toLowerCase();
  return { htm: 'html', markdown: 'md', '': 'md' }[ending] ?? ending;
}

function readTemplate(file: string | undefined): ReportTemplate {
  if (file === undefined) return {};
  let text: string;
  try {
    text = decodeText(readFileSync(file));
  } catch (error) {
    throw fileFault(file, error);
  }
  return refuseOrGive(() => parseReportTemplate(text));
}

/** What the engine refuses is the input's fault, and its sentence says which. */
function refuseOrGive<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ReportError) throw new CommandError(ExitCode.Input, error.message);
    throw error;
  }
}

function writeOut(file: string, content: string | Buffer): void {
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw fileFault(file, error, 'written');
  }
  say(`${file} written, ${Buffer.byteLength(content)} bytes`);
}
