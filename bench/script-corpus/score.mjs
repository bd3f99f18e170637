import { scoreCitations, scoreIndicators, scoreLayers, scoreTechniques } from '@attest/evaluation-engine';

/** Scores one JSON line of `attest script analyze --json` against the truth of one generated item, by the measures of libs/evaluation-engine. */

const LANGUAGES = { shell: 'bash', sh: 'bash', cmd: 'batch', bat: 'batch', ps1: 'powershell', pwsh: 'powershell', jscript: 'javascript', js: 'javascript', vbs: 'vbscript', py: 'python' };

/** All scores of one item. A missing or failed result (undefined) scores nothing found. */
export function scoreItem(item, result) {
  const given = result ?? {};
  const language = String(given.language ?? '').toLowerCase();
  return {
    id: item.id, language: item.language, classes: item.classes, answered: result !== undefined, verdict: given.verdict, ms: given.ms,
    indicators: scoreIndicators(item, given), layers: scoreLayers(item, given), techniques: scoreTechniques(item, given), citations: scoreCitations(given),
    languageRight: (LANGUAGES[language] ?? language) === item.language, notDecoded: (Array.isArray(given.notDecoded) ? given.notDecoded : []).map(({ reason }) => reason),
  };
}

const share = (part, whole) => (whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000);
const sum = (scores, read) => scores.reduce((total, score) => total + read(score), 0);
function percentile(scores, at) {
  const times = scores.map(({ ms }) => ms).filter((ms) => typeof ms === 'number').sort((left, right) => left - right);
  return times.length === 0 ? null : times[Math.min(times.length - 1, Math.floor(times.length * at))];
}

function row(scores) {
  const [emitted, layers] = [sum(scores, ({ indicators }) => indicators.emitted), sum(scores, ({ layers: all }) => all.planted)];
  return {
    items: scores.length, answered: scores.filter(({ answered }) => answered).length,
    indicatorRecall: share(sum(scores, ({ indicators }) => indicators.found), sum(scores, ({ indicators }) => indicators.planted)),
    indicatorPrecision: share(emitted - sum(scores, ({ indicators }) => indicators.wrong), emitted),
    layersDecoded: share(sum(scores, (score) => score.layers.decoded), layers), layersByHash: share(sum(scores, (score) => score.layers.byHash), layers),
    layersByContainment: share(sum(scores, (score) => score.layers.byContainment), layers), layersLegible: share(sum(scores, (score) => score.layers.legible), layers),
    allLayers: share(scores.filter((score) => score.layers.all).length, scores.length),
    techniqueRecall: share(sum(scores, ({ techniques }) => techniques.found), sum(scores, ({ techniques }) => techniques.planted)),
    meanTechniques: scores.length === 0 ? null : Math.round((sum(scores, ({ techniques }) => techniques.emitted) / scores.length) * 100) / 100,
    citationsValid: share(sum(scores, ({ citations }) => citations.checked - citations.bad), sum(scores, ({ citations }) => citations.checked)),
    languageRight: share(scores.filter(({ languageRight }) => languageRight).length, scores.length), p50: percentile(scores, 0.5), p95: percentile(scores, 0.95),
  };
}

const grouped = (scores, keysOf) => {
  const groups = new Map();
  for (const score of scores) for (const key of keysOf(score)) groups.set(key, [...(groups.get(key) ?? []), score]);
  return Object.fromEntries([...groups].sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, some]) => [key, row(some)]));
};

/** Sums of `scoreItem` results: in all, per language, per depth, per outermost class and per class wherever it stands. */
export function aggregate(scores) {
  return {
    all: row(scores), byLanguage: grouped(scores, ({ language }) => [language]), byDepth: grouped(scores, ({ layers }) => [String(layers.planted)]),
    byOutermost: grouped(scores, ({ classes }) => [classes[0]]), byClass: grouped(scores, ({ classes }) => [...new Set(classes)]),
  };
}
