import { registerEnumType } from '@nestjs/graphql';
import { ResponderGraph } from './responder-graph.js';

export enum ActionStateName {
  PROPOSED = 'PROPOSED',
  APPROVED = 'APPROVED',
  INTENT = 'INTENT',
  SENT = 'SENT',
  CONFIRMED = 'CONFIRMED',
  FAILED = 'FAILED',
  UNKNOWN = 'UNKNOWN',
  DECLINED = 'DECLINED',
  UNDONE = 'UNDONE',
}
registerEnumType(ActionStateName, {
  registerIn: ResponderGraph,
  name: 'ActionState',
  description: 'Where an action stands',
  valuesMap: {
    PROPOSED: { description: 'Waits for a decision' },
    APPROVED: { description: 'Approved; nothing was sent yet' },
    INTENT: { description: 'A call may have been made' },
    SENT: { description: 'The target has taken it; it runs there, or a person has it to do' },
    CONFIRMED: { description: 'Carried out' },
    FAILED: { description: 'Not carried out' },
    UNKNOWN: { description: 'Only a person can say whether it was carried out; never sent again by itself' },
    DECLINED: { description: 'A person decided against it' },
    UNDONE: { description: 'Was carried out and taken back' },
  },
});

export enum ActionMoveKind {
  APPROVE = 'APPROVE',
  DECLINE = 'DECLINE',
  UNDO = 'UNDO',
  RECORD = 'RECORD',
  RETRY = 'RETRY',
  REOPEN = 'REOPEN',
}
registerEnumType(ActionMoveKind, { registerIn: ResponderGraph, name: 'ActionMoveKind', description: 'What a person may do about an action' });

export enum RecommendationCategoryName {
  TRIAGE = 'triage',
  CONTAINMENT = 'containment',
  INVESTIGATION = 'investigation',
  REMEDIATION = 'remediation',
}
registerEnumType(RecommendationCategoryName, { registerIn: ResponderGraph, name: 'RecommendationCategory' });

export enum WaitingCode {
  QUEUED = 'QUEUED',
  CONNECTOR_DOWN = 'CONNECTOR_DOWN',
  RATE_LIMITED = 'RATE_LIMITED',
  RUNNING_AT_TARGET = 'RUNNING_AT_TARGET',
  AWAITS_PERSON = 'AWAITS_PERSON',
  AWAITS_SECOND_PERSON = 'AWAITS_SECOND_PERSON',
  CHECKING = 'CHECKING',
  DECISION_NEEDED = 'DECISION_NEEDED',
}
registerEnumType(WaitingCode, { registerIn: ResponderGraph, name: 'ActionWaitingCode', description: 'Why an action does not move right now' });

export enum IdempotencyName {
  HONOURS_KEY = 'honoursKey',
  NATURALLY_IDEMPOTENT = 'naturallyIdempotent',
  QUERYABLE = 'queryable',
  NONE = 'none',
}
registerEnumType(IdempotencyName, { registerIn: ResponderGraph, name: 'IdempotencyClass', description: 'How a target treats the same order twice' });
