import { generateBenign } from '../../bench/script-corpus/benign.mjs';
import { extensionOf, generateCorpus } from '../../bench/script-corpus/generate.mjs';
import { findings } from '../../tools/check-tree.mjs';
import { shipped, slugOf } from './write.mjs';

/** Cases of scripts, made by bench/script-corpus: what is hidden in each is known because it was put there. */

const seed = 20261201;
const longest = 6_000;
const wanted = 54;
const languages = Object.keys(extensionOf);

function hostileCase({ id, language, classes, text, layers, indicators, techniques }) {
  return {
    ...shipped, id: `script-${slugOf(id)}`, kind: 'scriptAnalysis', title: `Script: ${classes.join(' > ')}`, why: 'Layers, indicators and techniques were planted by the generator.', tags: ['generated', language],
    input: { text, fileName: `${slugOf(id)}.${extensionOf[language]}` },
    expected: { language, indicators, techniques, layers: layers.map(({ text: hidden, contained, loose, ignoreCase }) => ({ text: hidden, ...(contained ? { contained } : {}), ...(loose ? { loose } : {}), ...(ignoreCase ? { ignoreCase } : {}) })) },
  };
}

/** Adds the cases of scripts. */
export function makeScripts(files) {
  const byLanguage = new Map(languages.map((language) => [language, []]));
  for (const item of generateCorpus({ seed, count: wanted * 3, languages })) {
    const cases = byLanguage.get(item.language);
    // The tree holds no paths of home folders and no secrets, not even made-up ones; and what zlib packs differs between machines.
    if (cases.length < wanted / languages.length && item.text.length <= longest && findings(JSON.stringify(item)).length === 0 && !item.classes.some((name) => /zip|zlib|deflate/i.test(name))) cases.push(hostileCase(item));
  }
  for (const [language, cases] of byLanguage) files.add(`sets/scripts/${language}.json`, cases);
  files.add('sets/scripts/harmless.json', harmlessCases());
}

function harmlessCases() {
  return [...generateBenign({ seed, count: languages.length * 2, languages })].filter(({ text }) => text.length <= longest && findings(text).length === 0).map(({ id, language, text }) => ({
    ...shipped, id: `script-${slugOf(id)}`, kind: 'scriptAnalysis', title: `Harmless script in ${language}`, why: 'A script of an administrator: it does nothing that an attacker would.', tags: ['generated', 'harmless', language],
    input: { text, fileName: `${slugOf(id)}.${extensionOf[language]}` }, expected: { language, verdicts: ['benign'] },
  }));
}
