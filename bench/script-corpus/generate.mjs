import { createHash } from 'node:crypto';
import { bashClasses } from './bash.mjs';
import { batchClasses } from './batch.mjs';
import { otherClasses } from './other-languages.mjs';
import { interpreterTechnique, makePayload } from './payloads.mjs';
import { powershellClasses } from './powershell.mjs';
import { Rng, seedFrom } from './rng.mjs';

/** Obfuscation classes of each language, in a fixed order. */
export const classesOf = { powershell: powershellClasses, batch: batchClasses, bash: bashClasses, vbscript: otherClasses.vbscript, javascript: otherClasses.javascript, python: otherClasses.python };

/** The three languages that analysts meet most; the benchmark's main set. */
export const mainLanguages = ['powershell', 'batch', 'bash'];

/** File extension of each language, for samples written to a folder. */
export const extensionOf = { powershell: 'ps1', batch: 'bat', bash: 'sh', vbscript: 'vbs', javascript: 'js', python: 'py' };

const LONGEST_TEXT = 300_000;
const CMD_LINE = 8_191;
const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

/** cmd refuses longer lines; the others have no such limit at these sizes. */
const runnable = (language, text) => text.length <= LONGEST_TEXT && (language !== 'batch' || text.split('\r\n').every((line) => line.length < CMD_LINE));

/**
 * A list of classes, outermost first, that fit into each other by language. A class that disguises commands where they stand only
 * takes an innermost script or, in batch, a plain launcher line.
 */
function plan(language, depth, first, rng) {
  const chain = [];
  let wanted = language;
  while (chain.length < depth) {
    const last = chain.length === depth - 1;
    const above = chain.at(-1);
    const candidates = chain.length === 0 && first ? [first] : classesOf[wanted].filter((entry) => (!entry.outermost || chain.length === 0) && (last || !entry.inPlace || wanted === 'batch'));
    const usable = above?.inPlace ? classesOf[above.accepts].filter((entry) => entry.literal) : candidates;
    if (usable.length === 0 || (!last && chain.length === 0 && first?.inPlace && wanted !== 'batch')) return undefined;
    const next = rng.pick(usable);
    chain.push(next);
    wanted = next.accepts;
  }
  return chain;
}

function wrap(chain, payload, rng) {
  let text = payload.text;
  const layers = [];
  const techniques = [];
  for (let at = chain.length - 1; at >= 0; at--) {
    const entry = chain[at];
    const inner = { text, language: entry.accepts, innermost: at === chain.length - 1, literal: chain[at + 1]?.literal ?? false };
    if (!entry.fits(inner)) return undefined;
    const built = entry.build(inner, rng);
    if (!runnable(entry.language, built.text) || built.text === text) return undefined;
    const planted = built.planted ?? text;
    layers.unshift({ language: entry.accepts, sha256: sha256(planted), text: planted, ...Object.fromEntries(['contained', 'loose', 'ignoreCase'].filter((flag) => built[flag]).map((flag) => [flag, true])) });
    techniques.push(...(entry.techniques ?? []), ...(built.techniques ?? []), ...(built.interpreters ?? []), ...(entry.accepts === entry.language ? [] : [interpreterTechnique[entry.accepts]]));
    text = built.text;
  }
  return { text, layers, techniques };
}

/**
 * One obfuscated script with what is planted in it. The same options give the same bytes.
 * @param {{ seed: number, language?: string, outermost?: string, depth?: number }} options `outermost` names the class of the outermost
 *   layer; `depth` is the wanted number of layers (1 to 5), which is lowered when the class cannot carry so much.
 * @returns {{ id: string, language: string, seed: number, classes: string[], text: string,
 *   layers: { language: string, sha256: string, text: string, contained?: true, loose?: true, ignoreCase?: true }[],
 *   indicators: { type: string, value: string }[], techniques: string[] }} `classes` are outermost first; `layers` leave out the
 *   outermost text and end with the innermost. `techniques` has T1027 for the obfuscation itself.
 */
export function generateItem({ seed, language = 'powershell', outermost, depth }) {
  const rng = new Rng(seedFrom('script-corpus', language, seed));
  const first = outermost && classesOf[language].find(({ name }) => name === outermost);
  if (outermost && !first) throw new Error(`No class ${outermost} in ${language}`);
  const wanted = depth ?? rng.pick([1, 1, 2, 2, 3, 3, 4, 5]);
  for (let attempt = 0; attempt < 400; attempt++) {
    const layers = Math.max(1, wanted - Math.floor(attempt / 60));
    const chain = plan(language, layers, first, rng);
    if (!chain) continue;
    const payload = makePayload(chain.at(-1).accepts, rng, { most: attempt % 60 < 20 ? 3 : 1 });
    const made = wrap(chain, payload, rng);
    if (!made) continue;
    return {
      id: `${language}-${seed}`, language, seed, classes: chain.map((entry) => `${entry.language}:${entry.name}`), text: made.text, layers: made.layers,
      indicators: payload.indicators, techniques: [...new Set(['T1027', ...payload.techniques, ...made.techniques])].sort(),
    };
  }
  throw new Error(`No script for seed ${seed} of ${language} ${outermost ?? ''}`);
}

/**
 * `count` items of a run, evenly over the languages; within a language the outermost class goes round all classes, so that every class
 * is covered as soon as there are enough items.
 */
export function* generateCorpus({ seed, count, languages = mainLanguages }) {
  for (let at = 0; at < count; at++) {
    const language = languages[at % languages.length];
    const classes = classesOf[language];
    yield generateItem({ seed: seedFrom(seed, at), language, outermost: classes[Math.floor(at / languages.length) % classes.length].name });
  }
}
