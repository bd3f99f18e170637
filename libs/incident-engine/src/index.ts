export * from './incident-input.js';
export * from './summarize-incident.js';
export { scriptHash, scriptLimit, scriptsOfIncident, type SeenScript } from './scripts/scripts-of-incident.js';
export { collectIncidentFacts } from './facts/collect-facts.js';
export { composeIncidentSummary, mostWords } from './compose/compose-summary.js';
