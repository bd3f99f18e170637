import { startFault } from '@attest/service-host';
import { startStandalone } from './standalone.js';

try {
  await startStandalone((sentence) => process.stdout.write(`  ${sentence}\n`));
} catch (error) {
  process.stderr.write(`Attest could not start: ${startFault(error)}\n`);
  process.exit(1);
}
