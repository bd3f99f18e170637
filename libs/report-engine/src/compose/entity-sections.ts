import { defang, type Indicator } from '@attest/cards';
import { otherNames, type EntityFact } from '@attest/incident-engine';
import { actionWords, type LoggedAction } from '../action-log.js';
import type { Block, ReportIndicator } from '../report.js';
import { cleanText } from '../texts/clean-text.js';
import { shownTime, shownValue, table, type ReportContext } from './report-context.js';

const assetTypes = new Set(['device', 'user', 'mailbox', 'cloudResource', 'container', 'kubernetesResource', 'app', 'group', 'repository']);

/** Of a command line in a table of names; the whole stands with its record. */
const longestName = 240;

/** Attributes of evidence that tell the state of an asset. */
const stateAttributes = ['healthStatus', 'riskScore', 'onboardingStatus', 'defenderAvStatus'] as const;

/** Devices, accounts and other things that belong to the organisation, with what records and actions tell of their state. */
export function assetsSection(context: ReportContext): Block[] {
  const { texts, set } = context;
  const said = texts.assets;
  const byTarget = actionsByTarget(context);
  const assets = set.entities.filter(({ entity }) => assetTypes.has(entity.type) && entity.attributes['wellKnown'] !== 'true' && !(entity.type === 'user' && entity.value.endsWith('$')));
  const rows = assets.map((asset) => {
    const { entity, role, fact } = asset;
    const deeds = namesOf(asset).flatMap((name) => byTarget.get(name) ?? []).filter((deed, index, all) => all.indexOf(deed) === index);
    const state = [
      ...entity.remediationStatuses.filter((status) => status !== 'none').map(shownValue),
      ...stateAttributes.flatMap((name) => (entity.attributes[name] === undefined || /^(?:none|unknown)$/i.test(String(entity.attributes[name])) ? [] : [`${shownValue(name)} ${shownValue(String(entity.attributes[name]))}`])),
      ...deeds.map(({ action }) => `${actionWords(action.action)}: ${stateWords(context, action)}`),
    ];
    const verdict = entity.verdict === undefined || entity.verdict === 'unknown' ? '' : shownValue(entity.verdict);
    return { cells: [shownValue(entity.type), entity.value, namesCell(asset), role, [verdict, ...state].filter(Boolean).join('; ') || said.noState, String(entity.alertIds.length)], facts: [fact.id, ...deeds.map(({ fact: id }) => id)] };
  });
  return [table('assets', texts.sections.assets, [{ title: said.kind, weight: 2 }, { title: said.name, weight: 4.5 }, { title: said.names, weight: 5.5 }, { title: said.role, weight: 3 }, { title: said.state, weight: 3.5 }, { title: said.alerts, weight: 1.5 }], rows)];
}

/** Other names of an entity in one cell. */
export function namesCell(entity: EntityFact): string {
  const shown = (name: string): string => (name.length > longestName ? `${name.slice(0, longestName)} ...` : name);
  return otherNames(entity).map((name) => (entity.entity.type === 'process' && /^\d+$/.test(name) ? `PID ${name}` : shown(name))).join('; ');
}

/** The state of an action as the report words it; an action taken back says so. */
export function stateWords({ texts }: ReportContext, action: LoggedAction): string {
  const state = texts.actions.states[action.state.toUpperCase()] ?? shownValue(action.state);
  return action.undone && !/^UNDONE$/i.test(action.state) ? `${state}, ${texts.actions.undone}` : state;
}

function actionsByTarget({ actions }: ReportContext): Map<string, { action: LoggedAction; fact: string }[]> {
  const found = new Map<string, { action: LoggedAction; fact: string }[]>();
  actions.forEach((action, index) => {
    for (const name of new Set([action.target.name, action.target.id ?? ''].filter(Boolean).map((text) => text.toLowerCase()))) {
      const known = found.get(name);
      if (known) known.push({ action, fact: `x${index + 1}` });
      else found.set(name, [{ action, fact: `x${index + 1}` }]);
    }
  });
  return found;
}

function namesOf({ entity }: EntityFact): string[] {
  const ids = ['mdeDeviceId', 'azureAdDeviceId', 'azureAdUserId', 'userPrincipalName', 'sid', 'dnsName', 'hostName', 'accountName'].map((name) => entity.attributes[name]);
  return [...new Set([entity.value, ...ids.filter((id) => id !== undefined).map(String)].map((name) => name.toLowerCase()))];
}

/** What is known of each indicator that the verifier let through. */
export function reportIndicators({ card, set }: ReportContext): ReportIndicator[] {
  const entities = new Map(set.entities.map((entity) => [entity.fact.id, entity]));
  const alerts = new Map(set.alerts.map((alert) => [alert.alert.id, alert]));
  const observations = new Map(set.observations.map((observation) => [observation.fact.id, observation]));
  return card.indicators.map((indicator: Indicator): ReportIndicator => {
    const entity = indicator.facts.map((id) => entities.get(id)).find((found) => found !== undefined);
    const observation = indicator.facts.map((id) => observations.get(id)).find((found) => found !== undefined);
    const named = (entity?.entity.alertIds ?? []).map((id) => alerts.get(id)).filter((alert) => alert !== undefined);
    const moments = [...named.map(({ at }) => at), observation?.at].filter((at) => at !== undefined);
    const own = observation && Array.isArray(observation.fact.values['technique']) ? observation.fact.values['technique'].slice(0, 1) : [];
    return {
      type: indicator.type,
      value: indicator.value,
      shown: cleanText(indicator.type === 'file' || indicator.type === 'process' || indicator.type === 'registry' ? indicator.value : defang(indicator.value)),
      role: cleanText(entity?.role ?? ''),
      verdict: entity?.entity.verdict === undefined || entity.entity.verdict === 'unknown' ? '' : entity.entity.verdict,
      firstSeen: moments.length > 0 ? new Date(moments.reduce((a, b) => Math.min(a, b))).toISOString() : '',
      alerts: named.length,
      techniques: [...new Set([...named.flatMap(({ alert }) => alert.mitreTechniques), ...own].map((id) => id.toUpperCase()))].sort(),
      facts: indicator.facts,
    };
  });
}

/** Indicators, defanged; hashes whole. */
export function indicatorsSection({ texts }: ReportContext, indicators: readonly ReportIndicator[]): Block[] {
  const said = texts.indicators;
  const rows = indicators.map(({ type, shown, role, verdict, firstSeen, alerts, facts }) => ({ cells: [type, shown, [role, verdict === '' || role.includes(verdict) ? '' : verdict].filter(Boolean).join(', '), shownTime(firstSeen), String(alerts)], facts }));
  return [{ kind: 'note', text: said.defanged }, table('indicators', texts.sections.indicators, [{ title: said.kind, weight: 1.5 }, { title: said.value, weight: 9.6, code: true }, { title: said.role, weight: 3 }, { title: said.firstSeen, weight: 3.1 }, { title: said.alerts, weight: 1.5 }], rows)];
}
