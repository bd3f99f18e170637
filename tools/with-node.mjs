import { spawnSync } from 'node:child_process';
import { ensureBuilt } from './bootstrap.mjs';
import { resolveNode } from './node.mjs';

/** Runs a script under the Node of the project, with everything built. */
await ensureBuilt();
process.exit(spawnSync(resolveNode(), process.argv.slice(2), { stdio: 'inherit' }).status ?? 1);
