import { printSubgraph } from '@attest/service-host';
import { ReporterModule, type ReporterParts } from './reporter.module.js';

const neverRun = Object.fromEntries(['making', 'reading', 'templates', 'periods', 'logger'].map((name) => [name, {}])) as unknown as ReporterParts;
process.stdout.write(`${(await printSubgraph(ReporterModule.with(neverRun, 'unused'))).trim()}\n`);
