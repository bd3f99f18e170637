import { InMemoryCache, type FieldPolicy, type Reference } from '@apollo/client';
import { mergePages, type Page } from '../lib/merge-pages.js';

type Stored = Reference | Record<string, unknown>;

/** A connection held as one growing list per set of arguments other than the page. */
function pages(keyArgs: false | string[]): FieldPolicy<Page<Stored>> {
  return {
    keyArgs,
    merge: (held, next, { args }) => mergePages(held, next, args?.after as string | null | undefined, keyOf),
  };
}

function keyOf(item: Stored): string {
  if ('__ref' in item && typeof item.__ref === 'string') return item.__ref;
  if ('node' in item) return keyOf(item.node as Stored);
  return JSON.stringify(item);
}

/** Records without an id of their own belong to what holds them; facts are numbered per card, and per script. */
export function createCache(): InMemoryCache {
  return new InMemoryCache({
    typePolicies: {
      Query: { fields: { incidents: pages(['filter', 'orderBy']), scriptAnalyses: pages(['filter']), hunts: pages(['filter']), savedHunts: pages(['text']), responseActions: pages(['filter']), guidebooks: pages(false), auditTrail: pages(['actionId', 'incidentId']), feedback: pages(['filter']), lessons: pages(['states']), evaluationCases: pages(['state']), evaluationRuns: pages(false) } },
      Incident: { fields: { alerts: pages(false), evidence: pages(['type', 'first']), eventRows: pages(['table']), activity: pages(false), scripts: pages(['filter']), hunts: pages(false), reports: pages(false), responseActions: pages(['filter']), comments: { merge: false } } },
      Evidence: { keyFields: ['alertId', 'index'] },
      Alert: { fields: { evidence: { merge: false } } },
      IncidentSummary: { fields: { provenance: { merge: false }, statements: { merge: false }, facts: { keyArgs: ['ids'], merge: false } } },
      Fact: { keyFields: false },
      EventRow: { keyFields: false },
      Technique: { keyFields: false },
      Me: { keyFields: false },
      ScriptAnalysis: { keyFields: ['sha256'], fields: Object.fromEntries(['layers', 'facts', 'indicators', 'techniques', 'notDecoded'].map((list) => [list, { merge: false }])) },
      // Parts of a hunt have ids of their hunt only, as its choices do.
      Hunt: { fields: Object.fromEntries(['logic', 'literals', 'choices', 'suggestions', 'tables'].map((list) => [list, { merge: false }])) },
      HuntChoice: { keyFields: false },
      ScriptFact: { keyFields: false },
      // A recommendation is numbered by what it asks for, so two incidents may have the same one; its action is one of its own.
      GuidedResponse: { fields: { facts: { keyArgs: ['ids'], merge: false }, ...Object.fromEntries(['provenance', 'triage', 'recommendations', 'withheld', 'similarMails', 'guidebook', 'messages'].map((part) => [part, { merge: false }])) } },
      Recommendation: { keyFields: false },
      ResponseFact: { keyFields: false },
      // Every version of a report is a card of its own.
      IncidentReport: { fields: Object.fromEntries(['provenance', 'statements', 'downloads'].map((part) => [part, { merge: false }])) },
      ReportTemplate: { keyFields: false, merge: false },
      PeriodReport: { keyFields: false, merge: false },
      ComparedSection: { keyFields: false },
      Guidebook: { fields: Object.fromEntries(['sections', 'warnings', 'history', 'moves'].map((part) => [part, { merge: false }])) },
      MatchedGuidebook: { keyFields: false },
      Composition: { keyFields: ['kind'], fields: Object.fromEntries(['current', 'canary', 'history'].map((part) => [part, { merge: false }])) },
      ActionTarget: { keyFields: false },
      ResponseAction: { fields: Object.fromEntries(['target', 'approval', 'moves', 'approvals', 'declined', 'record', 'outcome', 'waiting'].map((part) => [part, { merge: false }])) },
      ActionCentre: { merge: false },
      LabTenant: { merge: false },
      LabEntity: { keyFields: ['kind', 'id'] },
      AuditRecord: { keyFields: ['sequence'] },
      ScriptTechnique: { keyFields: false },
      CardFeedbackSummary: { keyFields: ['cardId'], fields: { mine: { merge: false }, parts: { merge: false } } },
      CardFeedback: { fields: { corrections: { merge: false } } },
      EvaluationCase: { fields: { expected: { merge: false } } },
      EvaluationRun: { fields: { outcome: { merge: false } } },
      EvaluationRunChoices: { merge: false },
    },
    possibleTypes: { Card: ['IncidentSummary', 'ScriptExplanation', 'GuidedResponse', 'IncidentReport'] },
  });
}
