import { printSubgraph } from '@attest/service-host';
import { KqlAssistantModule, type KqlAssistantParts } from './kql-assistant.module.js';

const neverRun = Object.fromEntries(['asking', 'running', 'linking', 'help', 'landing', 'hunts', 'runs', 'compositions', 'facts', 'logger'].map((name) => [name, {}])) as unknown as KqlAssistantParts;
process.stdout.write(`${(await printSubgraph(KqlAssistantModule.with(neverRun, 'unused'))).trim()}\n`);
