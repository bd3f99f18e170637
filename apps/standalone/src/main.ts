import { startStandalone } from './standalone.js';

try {
  await startStandalone((sentence) => process.stdout.write(`  ${sentence}\n`));
} catch (error) {
  process.stderr.write(`Attest could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
