import { readFileSync } from 'node:fs';
import { ConfigError } from '@attest/config';
import { analyzeCommand, analyzeUsage } from './analyze.command.js';
import { CommandError, ExitCode } from './exit-code.js';
import { summarizeCommand, summarizeUsage } from './summarize.command.js';

const help = `attest: the incident copilot that proves what it says

Usage
  ${summarizeUsage}
      Summarise an incident in Microsoft Graph security form, offline. FILE may be gzip or - for standard input;
      event rows are JSON Lines, each with Table and Timestamp. ATTEST_MODEL_URL, ATTEST_MODEL_NAME and
      ATTEST_MODEL_KEY let a model word the card; every statement is verified.
  ${analyzeUsage}
      Take scripts apart without running them: layers, facts, indicators, techniques, verdict, and what stays closed.
      Directories are walked; - is standard input. Whatever is in a script, the exit code is 0.
  attest --help | --version

Output is on standard output, progress on standard error.
Exit codes: 0 done, 2 the command was not understood, 3 the input was refused, 4 a fault of Attest.
`;

async function run(args: string[]): Promise<void> {
  const [noun, verb, ...rest] = args;
  if (noun === '--help' || noun === '-h' || noun === undefined) {
    process.stdout.write(help);
    if (noun === undefined) process.exitCode = ExitCode.Usage;
  } else if (noun === '--version') {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
    process.stdout.write(`${version}\n`);
  } else if (noun === 'incident' && verb === 'summarize') await summarizeCommand(rest);
  else if (noun === 'script' && verb === 'analyze') await analyzeCommand(rest);
  else throw new CommandError(ExitCode.Usage, `There is no command "${args.slice(0, 2).join(' ')}". See attest --help.`);
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  const known = error instanceof CommandError ? error.exitCode : error instanceof ConfigError ? ExitCode.Usage : ExitCode.Internal;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = known;
}
