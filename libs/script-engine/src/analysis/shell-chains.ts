import { followed, runsWhatItFetched, sendsSecrets } from './chains.js';
import type { AddFact } from './concealment.js';
import { placeOf } from './fact-place.js';
import type { LayerSet } from './layer-set.js';
import type { ScriptFact } from './script-analysis.js';

/** Code that comes from a server the moment it runs. */
const remoteCode: ReadonlySet<string> = new Set(['download-to-shell', 'powershell-cradle', 'mshta-remote', 'regsvr32-remote', 'msiexec-remote']);
/** How a layer comes to be that is started by the system, again and again. */
const startedBySystem = /^(?:crontab|schtasks \/tr|registry value|service binPath)$/;

/** The same where it stands in the text of a table, a unit or a key. */
const schedules = /^\s*ExecStart(?:Pre|Post)?=|(?:^|["'\s])(?:@reboot|@hourly|@daily|(?:[\d*][\d*,/-]{0,8}\s+){4}[\d*][\d*,/-]{0,8})\s/m;

/** Facts that take several commands of a batch file or a shell script together. */
export function shellChains(set: LayerSet, facts: readonly ScriptFact[], add: AddFact): void {
  const language = set.layers[0]?.language;
  if (language !== 'bash' && language !== 'batch') return;
  sendsSecrets(facts, add);
  for (const layer of set.layers) if ((layer.kind === 'payload' || layer.kind === 'executed') && followed.has(layer.language)) runsWhatItFetched(layer, language === 'batch', add);
  const remote = facts.filter((fact) => remoteCode.has(fact.rule) && fact.certainty !== 'possible');
  const foothold = remote.find((fact) => startedBySystem.test(set.layers[fact.layer]?.rules.at(-1) ?? '') || schedules.test(set.layers[fact.layer]?.lines.slice(fact.line, fact.endLine) ?? '') || facts.some((other) => other.type === 'persist' && other.layer === fact.layer && other.line === fact.line));
  if (foothold !== undefined) add({ rule: 'remote-foothold', type: 'persist', certainty: 'derived', weight: 'malicious', phrase: 'has the system fetch and run code from a server again and again', techniques: [], ...placeOf(foothold), values: {} });
  const keys = facts.some((fact) => fact.rule === 'private-keys' || fact.rule === 'remote-systems-unix');
  const spread = keys ? remote.find((fact) => facts.some((other) => other.rule === 'ssh-connect' && other.layer === fact.layer && other.line === fact.line)) : undefined;
  if (spread !== undefined) add({ rule: 'spreads-over-ssh', type: 'lateralMovement', certainty: 'derived', weight: 'malicious', phrase: 'has other machines fetch and run code over SSH', techniques: ['T1021.004'], ...placeOf(spread), values: {} });
}
