import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled } from './bootstrap.mjs';
import { resolveNode, root } from './node.mjs';

/** `npm run typecheck`: services and libraries in one program, which reads what they share once, then the web app and the tests. */
await ensureInstalled();
for (const project of ['tsconfig.check.json', 'apps/web/tsconfig.json', 'tests/tsconfig.json']) {
  const { status } = spawnSync(resolveNode(), [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', join(root, project)], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
