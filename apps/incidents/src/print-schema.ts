import { printSubgraph } from '@attest/service-host';
import { IncidentsModule, type IncidentsParts } from './incidents.module.js';

const neverRun = Object.fromEntries(['queries', 'imports', 'events', 'updates', 'logger'].map((name) => [name, {}])) as unknown as IncidentsParts;
process.stdout.write(`${(await printSubgraph(IncidentsModule.with(neverRun, 'unused'))).trim()}\n`);
