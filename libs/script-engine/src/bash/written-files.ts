import { languageOf } from './launchers.js';
import { cronCommands } from './cron-table.js';
import type { Runner } from './runner.js';

const byExtension: Readonly<Record<string, string>> = { sh: 'bash', bash: 'bash', py: 'python', pl: 'perl', rb: 'ruby', php: 'php', js: 'node', mjs: 'node', lua: 'lua', ps1: 'pwsh' };

/** Reports files that the script wrote and did not run itself when they are scripts or programs. */
export function reportWrittenFiles(shell: Runner): void {
  for (const [path, file] of shell.state.files) {
    const { text } = file.data;
    if (file.reported || shell.holes.single(text) || text.length < 3) continue;
    const shown = shell.holes.show(path);
    const shebang = /^#![ \t]*(?:\S*\/)?(?:env[ \t]+(?:-\S+[ \t]+)?)?(\S+)/.exec(text)?.[1]?.replace(/^.*\//, '');
    const extension = /\.(\w{1,5})$/.exec(shown)?.[1]?.toLowerCase() ?? '';
    const program = shebang ?? byExtension[extension];
    const binary = text.startsWith('\u007fELF');
    const profile = /(?:^|\/)(?:\.bashrc|\.profile|\.bash_profile|\.zshrc|rc\.local|profile)$|\/etc\/(?:profile\.d|init\.d|cron\.(?:hourly|daily|weekly|monthly))\//.test(shown);
    const cron = /\/etc\/(?:crontab$|cron\.d\/)|\/var\/spool\/cron\//.test(shown);
    if (program === undefined && !binary && !profile && !cron) continue;
    if (cron && program === undefined) {
      for (const command of cronCommands(text, shown.includes('/etc/'))) shell.recorder.payload({ text: command, via: file.data.via }, 'crontab', 'bash', file);
      continue;
    }
    const kind = languageOf(program ?? 'bash');
    shell.recorder.payload(file.data, `file ${shown}`, binary ? undefined : kind.known ? kind.language : undefined, { start: file.start, end: file.end });
  }
}
