export * from './guided-response.js';
export { draftGuidedResponse, guideIncident, responseEngine } from './draft-guided-response.js';
export { profileOf, similarIncidents, type IncidentProfile, type SimilarIncident } from './similar/similar-incidents.js';
