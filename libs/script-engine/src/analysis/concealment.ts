import { hiding } from '../core/hiding.js';
import { languageName, listed } from '../core/words.js';
import { aliases, environmentVariables } from '../powershell/environment.js';
import type { ScriptLanguage } from '../core/language.js';
import { placeAt, type FactPlace } from './fact-place.js';
import type { LayerSet, WorkingLayer } from './layer-set.js';
import type { ScriptFact } from './script-analysis.js';

/** Takes a fact in, unless it is known. */
export type AddFact = (fact: Omit<ScriptFact, 'id'>) => void;

/** The technique of a script in a language. */
export const interpreters: Readonly<Partial<Record<ScriptLanguage, string>>> = { powershell: 'T1059.001', batch: 'T1059.003', bash: 'T1059.004', vbscript: 'T1059.005', python: 'T1059.006', javascript: 'T1059.007' };

/** Facts of a layer that had to be decoded, cited where it stood hidden, and of words that were split, scrambled or written in changing case. */
export function concealment(set: LayerSet, layer: WorkingLayer, code: string, add: AddFact): void {
  if (layer.kind === 'input' || layer.kind === 'payload') {
    changingCase(layer, code, add);
    escapedWords(layer, code, add);
  }
  if (layer.parent === null) return;
  const parent = set.layers[layer.parent] as WorkingLayer;
  if (layer.kind === 'payload') hiddenPayload(layer, parent, add);
  else splitWords(layer, parent, code, add);
}

function placeIn(parent: WorkingLayer, layer: WorkingLayer): FactPlace {
  const start = layer.segments[0]?.parentStart ?? 0;
  return placeAt(parent, start, Math.min(layer.segments.at(-1)?.parentEnd ?? start, parent.text.length));
}

function hiddenPayload(layer: WorkingLayer, parent: WorkingLayer, add: AddFact): void {
  const place = placeIn(parent, layer);
  const excerpt = /[^\r\n]{0,80}/.exec(parent.text.slice(place.start, place.end))?.[0].trim() ?? '';
  const values: Record<string, string> = excerpt === '' ? {} : { hidden: excerpt };
  if (layer.binaryBytes !== undefined) {
    const machine = /shellcode|executable/.test(layer.binaryKind ?? '');
    add({ rule: machine ? 'carries-machine-code' : 'carries-binary-data', type: machine ? 'inject' : 'encode', certainty: 'derived', weight: machine ? 'malicious' : 'notable', phrase: `carries ${layer.binaryKind ?? 'binary data'} of ${layer.binaryBytes} bytes`, techniques: machine ? ['T1027.009'] : [], ...place, values });
    return;
  }
  // Data that was only found, or that is no script, hides nothing that runs.
  if (layer.language === 'unknown') return;
  // Arguments of a script quoted to be read once more are no script of their own.
  if (layer.language === 'bash' && /^\s*set\s+--?(?:\s|$)/.test(layer.text)) return;
  const steps = layer.rules.filter((rule) => hiding.test(rule));
  const runs = layer.rules.some((rule) => !hiding.test(rule) && !/^utf-|^written|decode/.test(rule));
  const interpreter = interpreters[layer.language];
  if (steps.length > 0) add({ rule: 'hides-a-script', type: 'encode', certainty: 'derived', weight: steps.length > 1 || layer.rules.length > 2 ? 'suspicious' : 'notable', phrase: `hides a ${languageName(layer.language) ?? layer.language} script behind ${listed(steps)}`, techniques: ['T1027.010', ...(runs && interpreter !== undefined ? [interpreter] : [])], ...place, values });
  else {
    splitWords(layer, parent, layer.text, add);
    // One command handed to cmd is a program that starts, not a script of cmd.
    if (runs && interpreter !== undefined && layer.language !== parent.language && (layer.language !== 'batch' || layer.rules.some((rule) => /^cmd\b/.test(rule)))) add({ rule: 'starts-other-language', type: 'execute', certainty: 'derived', weight: 'routine', phrase: `runs a ${languageName(layer.language) ?? layer.language} script`, techniques: [interpreter], ...place, values });
  }
}

/** Of words of at least four letters that a text holds, those whose letters its parent holds nowhere together. */
function missingWords(text: string, parent: string): Set<string> {
  const missing = new Set<string>();
  const seen = new Set<string>();
  for (const [word] of text.slice(0, 60_000).toLowerCase().matchAll(/[a-z]{4,30}/g)) {
    if (seen.has(word)) continue;
    seen.add(word);
    if (seen.size > 400) break;
    if (!parent.includes(word)) missing.add(word);
  }
  return missing;
}

/** Names of commands, functions and objects: that these were put together from pieces is no accident. */
const telling = /^(?:curl|wget|invoke|expression|webclient|download|downloadstring|downloadfile|powershell|pwsh|certutil|bitsadmin|schtasks|scheduledtask|startprocess|process|wscript|shell|scripting|createobject|getobject|activexobject|xmlhttp|msxml|winhttp|adodb|stream|savetofile|execute|executeglobal|regwrite|system|subprocess|popen|import|socket|connect|exec|spawn|require|child|eval|function|crontab|systemctl|useradd|chmod|mkfifo|openssl|base64|python|mshta|rundll|regsvr|cscript|netsh|vssadmin|wevtutil|tasklist|whoami|ipconfig|systeminfo|net|http|https|object|convert|frombase|encoding|string|replace|request|webrequest|restmethod|item|itemproperty|service|account|update|delete|create|start|write|open|send|urllib|requests|decode|compile|getattr|builtins|windows|currentversion|software|microsoft|users|public|programdata|passwd|printf|echo|ping|copy|useragent|mozilla)$/;

/** Programs that attackers borrow: nobody cuts their names in pieces by the way. */
const programs = /^(?:powershell|pwsh|certutil|bitsadmin|schtasks|mshta|rundll|regsvr|wscript|cscript|vssadmin|wevtutil|downloadstring|downloadfile|webclient|frombase|mkfifo|openssl|curl|wget)$/;
/** What `%SystemRoot%` and the like stand for. */
const ofEnvironment = /^(?:windows|system|users|public|programdata|process|program|files)$/;

/** What the aliases and the variables of the environment in a text of PowerShell stand for. */
function shorthandIn(text: string): string {
  const lower = text.slice(0, 200_000).toLowerCase();
  const words = new Set(lower.match(/[a-z]\w{1,30}/g));
  const commands = Object.entries(aliases).flatMap(([short, long]) => (words.has(short) ? [long] : []));
  const folders = Object.entries(environmentVariables).flatMap(([name, { value }]) => (lower.includes(`env:${name}`) ? [value.toLowerCase()] : []));
  return [...commands, ...folders].join(' ');
}

function splitWords(layer: WorkingLayer, parent: WorkingLayer, code: string, add: AddFact): void {
  if (layer.text.includes('\u2026') && layer.text.length < 200) return;
  const words = [...missingWords(code, parent.text.toLowerCase())].filter((word) => telling.test(word) && (layer.language !== 'batch' || !ofEnvironment.test(word)));
  if (words.length === 0) return;
  const shorthand = parent.language === 'powershell' ? shorthandIn(parent.text) : '';
  const missing = words.filter((word) => !shorthand.includes(word));
  if (missing.length === 0) return;
  const place = placeIn(parent, layer);
  add({ rule: 'splits-words', type: 'encode', certainty: 'derived', weight: missing.some((word) => programs.test(word)) ? 'suspicious' : 'notable', phrase: `puts ${missing.length === 1 ? 'the word' : 'words like'} ${listed(missing.slice(0, 3))} together from pieces`, techniques: ['T1027.010'], ...place, values: {} });
}

/** `GetWmiObject` and `XMLHttpRequest` are words in a row; chance makes runs of one or two letters, or of both kinds. */
function oddCase(word: string): boolean {
  const changes = [...word].filter((letter, i) => i > 0 && /[A-Z]/.test(letter) !== /[A-Z]/.test(word[i - 1] as string)).length;
  if (changes < 3) return false;
  const rows = /^(?:[A-Z]?[a-z]+|[A-Z]+)(?:[A-Z][a-z]+|[A-Z]{2,}$)*[A-Z]?$/.test(word);
  return !rows || word.length / (word.match(/[A-Z][a-z]*|^[a-z]+/g)?.length ?? 1) < 2.4;
}

const mixed = /(?<![A-Za-z0-9+/=_$%])[A-Za-z]{5,24}(?![A-Za-z0-9+/=])/g;

const escapes = /(?:\\x|\\u(?:00|\{))(?:[46][1-9a-f]|[57][0-9a]|[25][def]|3[0-9a]|20)\}?(?:(?:\\x|\\u(?:00|\{))(?:[46][1-9a-f]|[57][0-9a]|[25][def]|3[0-9a]|20)\}?){7}/i;

/** Plain letters in a row written as escapes (`\\x65\\x76…`): no tool that only packs does so. */
function escapedWords(layer: WorkingLayer, code: string, add: AddFact): void {
  if (layer.language !== 'javascript' && layer.language !== 'python') return;
  const match = escapes.exec(code);
  const word = match === null ? '' : match[0].replace(/\\(?:x|u(?:00|\{))([0-9a-f]{2})\}?/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  if (match === null || !/[a-z]{5}|:\/\//i.test(word)) return;
  add({ rule: 'escaped-words', type: 'encode', certainty: 'observed', weight: 'suspicious', phrase: 'writes plain words as escapes', techniques: ['T1027.010'], ...placeAt(layer, match.index, match.index + match[0].length), values: { escaped: match[0] } });
}

/** Known words in a case that changes without sense (`pOwErsHeLl`): nobody types so. */
function changingCase(layer: WorkingLayer, code: string, add: AddFact): void {
  if (layer.language === 'bash' || layer.language === 'python' || layer.language === 'javascript' || layer.language === 'unknown') return;
  let odd = 0;
  let words = 0;
  let first = -1;
  for (const match of code.slice(0, 20_000).matchAll(mixed)) {
    words++;
    if (!oddCase(match[0])) continue;
    odd++;
    if (first < 0) first = match.index;
  }
  if (odd < 3 || odd * 4 < words) return;
  add({ rule: 'changing-case', type: 'encode', certainty: 'observed', weight: 'suspicious', phrase: 'writes words in a case that changes without sense', techniques: ['T1027.010'], ...placeAt(layer, first, first + 1), values: {} });
}
