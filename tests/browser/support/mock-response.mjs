import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';

/** Guided responses of the mock gateway: a card over the evidence of an incident, and actions that go their way when they are decided. Not the product's rules. */
export class MockResponses {
  /** What the person may do; without it every move is refused by role. */
  mayDecide = true;
  /** Approved actions stay where this says, so that a page can be looked at while they wait. */
  holdAt;
  actions = new Map();
  audit = [];

  constructor(changes) {
    this.changes = changes;
  }

  cardOf(incident, facts) {
    const evidence = incident.alerts.flatMap((alert) => alert.evidence);
    const user = evidence.find(({ entityType }) => entityType === 'user') ?? evidence[0];
    const address = evidence.find(({ entityType }) => entityType === 'ip') ?? evidence[0];
    const cited = (item) => facts.filter(({ values }) => values.value === item.entityValue).map(({ id }) => id);
    const why = (item, text) => [{ text: `${item.entityValue} ${text}.`, facts: cited(item) }];
    const targetOf = (item) => ({ type: item.entityType, id: item.entityValue, name: item.entityValue });
    const recommendation = (category, action, title, item, text, more = {}) => ({ id: `${action}-${item.entityValue}`, category, action, title, target: targetOf(item), statements: why(item, text), reason: '', facts: cited(item), expectedEffect: 'The attacker cannot go on this way.', reversible: true, undo: null, undoNote: null, requiresApproval: true, destructive: false, disruption: 'low', permission: 'A role at the target', preconditions: [], status: 'proposed', doneBy: null, warning: null, rule: 'M1', parameters: {}, ...more });
    const list = [
      recommendation('CONTAINMENT', 'disableUser', 'Disable user account', user, 'is named by an alert', { undo: 'enableUser', destructive: true, disruption: 'high', warning: 'The person cannot work until the account is enabled again.', parameters: { accountEnabled: false } }),
      recommendation('CONTAINMENT', 'blockIndicator', 'Block indicator', address, 'was seen as malicious', { undo: 'removeIndicator', parameters: { indicatorType: 'IpAddress', action: 'Block' } }),
      recommendation('INVESTIGATION', 'huntForRelated', 'Run a hunting query', address, 'may be elsewhere', { disruption: 'none', reversible: false }),
      recommendation('REMEDIATION', 'revokeSessions', 'Revoke sign-in sessions', user, 'was signed in', { status: 'alreadyDone', doneBy: { by: 'attack disruption', what: 'revoked every session' } }),
    ].map((each, index) => ({ ...each, priority: index + 1 }));
    for (const each of list) if (each.status === 'proposed') this.propose(incident, each);
    const alertFacts = facts.filter(({ type }) => type === 'alert.raised');
    return {
      __typename: 'GuidedResponse',
      id: `${incident.id}-response`,
      kind: 'guidedResponse',
      subjectId: incident.id,
      subjectRevision: incident.revision,
      version: 1,
      title: incident.displayName,
      statements: [],
      createdAt: new Date().toISOString(),
      current: true,
      provenance: { composer: 'rules', fallback: null, engine: 'mock 1', model: null, promptHash: null, inputDigest: 'e9196b87', ms: 1, promptTokens: null, completionTokens: null, facts: facts.length, dropped: 0, repaired: 0 },
      triage: {
        classification: 'truePositive',
        determination: 'compromisedAccount',
        confidence: 0.55,
        rule: 'T3',
        statements: [{ text: `${incident.alerts.length} alerts name ${user.entityValue}.`, facts: alertFacts.slice(0, 2).map(({ id }) => id) }],
        perAlert: incident.alerts.map((alert, index) => ({ alertId: alert.id, verdict: index % 2 === 0 ? 'truePositive' : 'undetermined', reason: 'It names the account.', facts: alertFacts[index] ? [alertFacts[index].id] : [], rule: 'A1' })),
      },
      recommendations: ({ categories }) => list.filter(({ category }) => !categories || categories.includes(category)).map((each) => ({ ...each, live: () => this.view(this.actions.get(`${incident.id}/${each.id}`)) })),
      withheld: [{ action: 'hardDeleteMail', title: 'Hard delete mail', target: targetOf(user), why: 'No record names a mail.' }],
      similarIncidents: [{ incidentId: '77', incident: { id: '77' }, title: 'Password spray <i>last year</i>', classification: 'truePositive', firstActivity: null, score: 0.42, reasons: ['Both name 203.0.113.7.'] }],
      similarMails: { title: 'Similar mails', kql: 'EmailEvents | where SenderFromAddress == "a@contoso.example"', statements: why(user, 'got the mail') },
      guidebook: { id: 'g1', title: 'Password spray <b>guide</b>', matched: ['password spray'], tasks: [{ section: 'First hour', text: 'Call the manager of the user' }] },
      messages: [{ to: user.entityValue, subject: 'Your account', text: 'Hello,\n\nplease call the security team.', facts: cited(user) }],
      facts: ({ ids }) => facts.filter((fact) => !ids || ids.includes(fact.id)),
    };
  }

  propose(incident, recommendation) {
    const id = `${incident.id}/${recommendation.id}`;
    if (this.actions.has(id)) return;
    const now = new Date().toISOString();
    const { action, title, category, target, parameters, destructive, priority, expectedEffect, warning, undo, reversible } = recommendation;
    this.actions.set(id, { id, incidentId: incident.id, incidentRevision: incident.revision, incidentName: incident.displayName, action, title, reverse: false, category: category.toLowerCase(), target, parameters, devices: [], destructive, priority, reason: null, expectedEffect, warning, undo, reversible, recommended: true, state: 'PROPOSED', version: 1, undoes: null, undoneBy: null, approvals: [], declined: null, record: null, connector: null, simulated: false, idempotency: null, attempts: 0, reference: null, result: null, outcome: null, waiting: null, nextAttemptAt: null, createdAt: now, updatedAt: now, endedAt: null });
  }

  /** Brings an action elsewhere and tells whoever follows it. */
  move(id, patch) {
    const action = this.actions.get(id);
    Object.assign(action, patch, { version: action.version + 1, updatedAt: new Date().toISOString() });
    const previous = this.audit.at(-1)?.hash ?? '0';
    const sequence = this.audit.length + 1;
    this.audit.push({ sequence, at: action.updatedAt, actorKind: patch.approvals || patch.declined ? 'person' : 'machine', actor: 'analyst', operation: `action.${action.state.toLowerCase()}`, actionId: id, incidentId: action.incidentId, details: { action: action.action, target: action.target }, previous, hash: createHash('sha256').update(`${previous}${sequence}`).digest('hex') });
    this.changes.emit('action', id);
    return action;
  }

  find(part) {
    return [...this.actions.values()].find(({ id }) => id.includes(part));
  }

  hashOf(action) {
    return createHash('sha256').update(JSON.stringify([action.action, action.target, action.parameters, action.incidentRevision])).digest('hex');
  }

  view(action) {
    if (!action) return null;
    const move = (kind) => ({ kind, allowed: this.mayDecide, code: this.mayDecide ? null : 'ROLE_MISSING', sentence: this.mayDecide ? null : 'This needs the role responder.' });
    const kinds = { PROPOSED: ['APPROVE', 'DECLINE'], CONFIRMED: action.undoes ? [] : ['UNDO'], UNKNOWN: ['RECORD', 'RETRY'], FAILED: ['RETRY'], DECLINED: ['REOPEN'], UNDONE: ['REOPEN'] };
    return {
      ...action,
      __typename: 'ResponseAction',
      stateSentence: `The action is ${action.state.toLowerCase()}.`,
      approval: { hash: this.hashOf(action), role: 'responder', needsReason: action.destructive, needsTwo: false, inputs: [], connector: 'lab', simulated: true },
      moves: (kinds[action.state] ?? []).map(move),
      incident: { id: action.incidentId, displayName: action.incidentName },
    };
  }

  decided(id, what, reason) {
    return { name: 'analyst', subject: 'local:analyst', at: new Date().toISOString(), reason: reason ?? null, what };
  }

  check(action, hash, reason) {
    if (hash !== this.hashOf(action)) throw new GraphQLError('The action is not as it was shown to you any more.', { extensions: { code: 'STALE_APPROVAL' } });
    if (action.destructive && !reason) throw new GraphQLError('This action has consequences: give a reason for it.', { extensions: { code: 'REASON_MISSING' } });
  }

  run(id, reason) {
    const action = this.actions.get(id);
    this.move(id, { state: 'APPROVED', connector: 'lab', simulated: true, approvals: [...action.approvals, this.decided(id, 'approved', reason)], waiting: { code: 'QUEUED', sentence: 'The action goes out now.', since: new Date().toISOString() } });
    if (this.holdAt === 'APPROVED') return;
    setTimeout(() => this.move(id, { state: 'SENT', waiting: null }), 150);
    setTimeout(() => {
      this.move(id, { state: 'CONFIRMED', endedAt: new Date().toISOString() });
      if (action.undoes) this.move(action.undoes, { state: 'UNDONE' });
    }, 500);
  }

  rootValue(page, stream) {
    const list = (filter) =>
      [...this.actions.values()]
        .filter(({ state }) => !filter?.states?.length || filter.states.includes(state))
        .filter(({ action }) => !filter?.action || action === filter.action)
        .filter(({ target }) => !filter?.text || target.name.toLowerCase().includes(filter.text.toLowerCase()))
        .map((action) => this.view(action));
    const count = (...states) => [...this.actions.values()].filter(({ state }) => states.includes(state)).length;
    return {
      responseAction: ({ id }) => this.view(this.actions.get(id)),
      responseActions: ({ first, after, filter }) => page(list(filter), first, after),
      actionCentre: () => {
        const waiting = [...this.actions.values()].filter((action) => action.waiting);
        return { proposed: count('PROPOSED'), underWay: count('APPROVED', 'INTENT', 'SENT'), unknown: count('UNKNOWN'), confirmed: count('CONFIRMED'), failed: count('FAILED'), fourEyes: 'off', waiting: waiting.length > 0 ? [{ code: waiting[0].waiting.code, count: waiting.length, sentence: waiting[0].waiting.sentence, since: waiting[0].waiting.since }] : [], connector: { name: 'lab', simulated: true, down: false, sentence: null, since: null } };
      },
      labTenant: () => ({ simulated: true, totalCount: 1, entities: [{ kind: 'user', id: 'u1', name: 'user1@contoso.example', state: { enabled: false, risk: 'none' }, changes: 1, updatedAt: new Date().toISOString() }] }),
      auditTrail: ({ first, after, actionId }) => page([...this.audit].reverse().filter((row) => !actionId || row.actionId === actionId), first, after),
      approveAction: ({ actionId, hash, reason }) => {
        this.check(this.actions.get(actionId), hash, reason);
        this.run(actionId, reason);
        return this.view(this.actions.get(actionId));
      },
      bulkApprove: ({ approvals, dryRun, reason }) =>
        approvals.map(({ actionId, hash }) => {
          const action = this.actions.get(actionId);
          try {
            this.check(action, hash, reason);
          } catch (error) {
            return { actionId, ok: false, sentence: error.message, code: error.extensions.code, connector: null, action: null };
          }
          if (!dryRun) this.run(actionId, reason);
          return { actionId, ok: true, sentence: `${action.title}: ${action.target.name}. Sent to lab.`, code: null, connector: 'lab', action: this.view(action) };
        }),
      declineAction: ({ actionId, reason }) => this.view(this.move(actionId, { state: 'DECLINED', declined: this.decided(actionId, 'declined', reason) })),
      reopenAction: ({ actionId }) => this.view(this.move(actionId, { state: 'PROPOSED', declined: null, approvals: [] })),
      undoAction: ({ actionId, reason }) => {
        const action = this.actions.get(actionId);
        const id = `${actionId}/undo`;
        this.actions.set(id, { ...action, id, title: `Take back: ${action.title}`, action: action.undo, state: 'PROPOSED', undoes: actionId, approvals: [], version: 0 });
        this.move(actionId, { undoneBy: id });
        this.run(id, reason);
        return this.view(this.actions.get(id));
      },
      recordManual: ({ actionId, done, evidence }) => this.view(this.move(actionId, { state: done ? 'CONFIRMED' : 'FAILED', outcome: null, record: { name: 'analyst', at: new Date().toISOString(), done, evidence } })),
      retryAction: ({ actionId, reason }) => {
        this.run(actionId, reason);
        return this.view(this.actions.get(actionId));
      },
      actionChanged: ({ incidentId }) =>
        stream(this.changes, 'action', ([id]) => {
          const action = this.actions.get(id);
          return incidentId && action.incidentId !== incidentId ? undefined : { actionChanged: { actionId: id, incidentId: action.incidentId, state: action.state, version: action.version, action: this.view(action) } };
        }),
    };
  }
}
