export * from './incident-input.js';
export * from './summarize-incident.js';
export { collectIncidentFacts } from './facts/collect-facts.js';
export { composeIncidentSummary, mostWords } from './compose/compose-summary.js';
