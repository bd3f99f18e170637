import { printSubgraph } from '@attest/service-host';
import { ResponderModule, type ResponderParts } from './responder.module.js';

const neverRun = Object.fromEntries(['guiding', 'guidebooks', 'deciding', 'reader', 'connectors', 'facts', 'logger'].map((name) => [name, {}])) as unknown as ResponderParts;
process.stdout.write(`${(await printSubgraph(ResponderModule.with(neverRun, 'unused'))).trim()}\n`);
