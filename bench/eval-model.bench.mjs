import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startFakeModel } from '@attest/testing/fake-model';
import { LIES } from '../libs/testing/dist/fake-model-lies.js';

/**
 * `npm run bench eval-model [-- --set all] [--behaviour lying|honest]`: the evaluation with the rules and with a fake model that lies in another
 * way at every request, mixed into honest statements, and every fifth time says nothing but lies. The hard gate must hold:
 * exit code 0, and the number of lies told, of which none may be in a card.
 */
const { values } = parseArgs({ options: { set: { type: 'string', default: 'all' }, behaviour: { type: 'string', default: 'lying' } } });
const lying = Array.from({ length: 5_000 }, (_, index) => (index % 5 === 4 ? 'onlyLies' : LIES[index % LIES.length]));
const fake = await startFakeModel(values.behaviour === 'honest' ? 'honest' : lying);
const cli = join(import.meta.dirname, '../apps/cli/dist/main.js');
const run = spawn(process.execPath, [cli, 'eval', 'run', '--set', values.set, '--candidate', 'rules', '--candidate', 'model:fake@current'], { stdio: 'inherit', env: { ...process.env, ATTEST_MODEL_URL: fake.url, ATTEST_MODEL_NAME: 'fake' } });
const code = await new Promise((resolve) => run.once('close', resolve));
process.stdout.write(`${JSON.stringify({ requests: fake.requests.length, liesTold: fake.lies.length, exitCode: code })}\n`);
await fake.close();
process.exitCode = code ?? 1;
