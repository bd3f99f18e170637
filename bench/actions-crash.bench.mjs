import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * `npm run bench actions-crash [ACTIONS]`: kill -9 of what carries actions out, every 50 to 250 ms and at every named step, over
 * every connector class. The long form of tests/crash/actions.spec.ts, 1,000 actions; needs a build. CRASH_SEED repeats a run.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const actions = process.argv[2] ?? '1000';
const child = spawn(process.execPath, ['--experimental-vm-modules', 'node_modules/.bin/jest', '--selectProjects', 'tests', '--runInBand', 'tests/crash/actions'], { cwd: root, env: { ...process.env, CRASH_ACTIONS: actions }, stdio: 'inherit' });
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
