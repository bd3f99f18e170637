import { readFileSync } from 'node:fs';
import { ConfigError } from '@attest/config';
import { CommandError, ExitCode } from './exit-code.js';

/** Commands by noun and verb. Each is loaded when it is asked for: none waits for what only another needs. */
const commands: Record<string, () => Promise<(args: string[]) => Promise<void>>> = {
  'incident summarize': async () => (await import('./summarize.command.js')).summarizeCommand,
  'incident respond': async () => (await import('./respond.command.js')).respondCommand,
  'incident report': async () => (await import('./report.command.js')).reportCommand,
  'script analyze': async () => (await import('./analyze.command.js')).analyzeCommand,
  'kql check': async () => (await import('./kql-check.command.js')).kqlCheckCommand,
  'kql run': async () => (await import('./kql-run.command.js')).kqlRunCommand,
  'kql ask': async () => (await import('./kql-ask.command.js')).kqlAskCommand,
  'eval run': async () => (await import('./eval-run.command.js')).evalRunCommand,
  'eval cases': async () => (await import('./eval-cases.command.js')).evalCasesCommand,
  'audit verify': async () => (await import('./audit-verify.command.js')).auditVerifyCommand,
};

async function helpText(): Promise<string> {
  const [{ summarizeUsage }, { respondUsage }, { reportUsage }, { analyzeUsage }, { kqlCheckUsage }, { kqlRunUsage }, { kqlAskUsage }, { auditVerifyUsage }, { evalRunUsage }, { evalCasesUsage }] = await Promise.all([import('./summarize.command.js'), import('./respond.command.js'), import('./report.command.js'), import('./analyze.command.js'), import('./kql-check.command.js'), import('./kql-run.command.js'), import('./kql-ask.command.js'), import('./audit-verify.command.js'), import('./eval-run.command.js'), import('./eval-cases.command.js')]);
  return `attest: the incident copilot that proves what it says

Usage
  ${summarizeUsage}
      Summarise an incident in Microsoft Graph security form, offline. FILE may be gzip or - for standard input;
      event rows are JSON Lines, each with Table and Timestamp. ATTEST_MODEL_URL, ATTEST_MODEL_NAME and
      ATTEST_MODEL_KEY let a model word the card; every statement is verified.
  ${respondUsage}
      Say what an incident is, alert by alert, and what to do about it: actions with target, proven reason, undo and
      permission, and what is withheld and why. Nothing is carried out.
  ${reportUsage}
      Write the report of an incident: what happened, who did what and when, indicators, follow-ups, and the record behind
      each statement. The actions section is written from the action log alone (JSON Lines). Without --out it is standard output.
  ${analyzeUsage}
      Take scripts apart without running them: layers, facts, indicators, techniques, verdict, and what stays closed.
      Directories are walked; - is standard input. Whatever is in a script, the exit code is 0.
  ${kqlCheckUsage}
      Say whether queries are valid over the hunting schema, with places, result columns and tables. One query, or many
      as JSON Lines, each a text or {"id", "kql"}. Whatever the verdicts, the exit code is 0.
  ${kqlRunUsage}
      Run a KQL query over event rows: JSON Lines with Table and Timestamp, or one file for each table; .gz is read too.
      - is standard input. Queries with datatable, range and print need no data. --now is what now() means.
  ${kqlAskUsage}
      Turn questions into checked KQL: one with -q, or JSON Lines {id?, question, context?} with --file. No model is
      needed; with ATTEST_MODEL_URL and ATTEST_MODEL_NAME one is asked first, and the rules answer when it cannot.
  ${auditVerifyUsage}
      Check the audit log of response actions: JSON Lines that GET /api/actions/audit.jsonl gave, or without a file the log
      at DATABASE_URL. Names the first bad row. --head is what a former check printed; exit code 1: the log does not hold.
  ${evalRunUsage}
      Measure ways of making cards over cases with known answers: sets that ship (incidents, scripts, questions, all), a file
      or a folder. Each case is a line of JSON on standard output with --json, or in the file of --out; a summary line ends it,
      and the table is for people. Exit code 1: a candidate broke a hard limit of the gate. See docs/evaluation.md.
  ${evalCasesUsage}
      Say whether cases are of the format and their inputs can be read, with the file and the place of what is wrong.
  attest --help | --version

Output is on standard output, progress on standard error.
Exit codes: 0 done, 1 the audit log does not hold or a hard limit of the gate is broken, 2 the command was not understood, 3 the input was refused, 4 a fault of Attest.
`;
}

/** The part of the help that is about a command, or about all commands of a noun. */
async function helpOf(words: readonly string[]): Promise<string> {
  const parts = (await helpText()).split(/\n(?= {2}attest )/).filter((part) => part.startsWith(`  attest ${words.join(' ')} `));
  return `Usage\n${parts.join('\n').trimEnd()}\n`;
}

function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end < 0 ? words : words.slice(0, end)).some((word) => word === '--help' || word === '-h');
}

async function run(args: string[]): Promise<void> {
  const [noun, verb, ...rest] = args;
  if (noun === '--help' || noun === '-h' || noun === 'help' || noun === undefined) {
    process.stdout.write(await helpText());
    if (noun === undefined) process.exitCode = ExitCode.Usage;
  } else if (asksForHelp(args) && Object.keys(commands).some((name) => name === `${noun} ${verb}`)) {
    process.stdout.write(await helpOf([noun, verb ?? '']));
  } else if (asksForHelp(args.slice(1, 2)) && Object.keys(commands).some((name) => name.startsWith(`${noun} `))) {
    process.stdout.write(await helpOf([noun]));
  } else if (noun === '--version') {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
    process.stdout.write(`${version}\n`);
  } else {
    const name = `${noun} ${verb ?? ''}`;
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (load === undefined) throw new CommandError(ExitCode.Usage, `There is no command "${args.slice(0, 2).join(' ')}". See attest --help.`);
    await (await load())(rest);
  }
}

// Whoever reads may have seen enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : ExitCode.Internal));

try {
  await run(process.argv.slice(2));
} catch (error) {
  const known = error instanceof CommandError ? error.exitCode : error instanceof ConfigError ? ExitCode.Usage : ExitCode.Internal;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = known;
}
