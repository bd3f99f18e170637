import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { atomsOf, plainText, reportTexts, scoreReportActions } from '@attest/evaluation-engine';
import { composeIncidentReport, reportToCsv, reportToDocx, reportToHtml, reportToJson, reportToMarkdown, reportToPdf, reportToStix } from '@attest/report-engine';
import { parseEventRow, parseIncident } from '@attest/security-model';

/**
 * Measures the incident report: required parts in every format, atoms that no record holds, how many answers to the questions of
 * the development incidents stand in its text, actions against 200 made-up logs,
 * and a made-up incident of 5,000 alerts (seconds for each format, PDF pages, peak memory), each size in its own process.
 * Data: ATTEST_SHARED or ../shared beside the checkout; without it the development incidents are left out.
 */
const required = ['Executive summary', 'Classification', 'Management timestamps', 'Response times', 'Attack story', 'Affected assets', 'Indicators', 'Actions', 'Scripts', 'Queries', 'Follow-ups and open issues', 'People and automation involved', 'Evidence', 'Provenance'];
const print = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

/** The document part of a Word file. */
function documentOf(docx) {
  for (let place = 0; place + 30 < docx.length && docx.readUInt32LE(place) === 0x04034b50;) {
    const [nameLength, extraLength] = [docx.readUInt16LE(place + 26), docx.readUInt16LE(place + 28)];
    const size = docx.readUInt32LE(place + 18);
    const name = docx.toString('utf8', place + 30, place + 30 + nameLength);
    const start = place + 30 + nameLength + extraLength;
    if (name === 'word/document.xml') return (docx.readUInt16LE(place + 8) === 0 ? docx.subarray(start, start + size) : inflateRawSync(docx.subarray(start, start + size))).toString('utf8');
    place = start + size;
  }
  return '';
}

const pagesOf = (pdf) => (pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g) ?? []).length;

async function development() {
  const shared = resolve(process.env.ATTEST_SHARED ?? join(import.meta.dirname, '../../shared'), 'data/incidents');
  if (!existsSync(shared)) return process.stderr.write(`There is no development data at ${shared}. Set ATTEST_SHARED.\n`);
  for (const name of ['otrf-lsass-01', 'excytin-134', 'excytin-38', 'excytin-39']) {
    const rawIncident = readFileSync(join(shared, name, 'incident.json'), 'utf8');
    const lines = gunzipSync(readFileSync(join(shared, name, 'events.jsonl.gz'))).toString('utf8').split('\n').filter(Boolean);
    const { incident } = parseIncident(JSON.parse(rawIncident));
    const events = lines.flatMap((line, index) => {
      const parsed = parseEventRow(line, index + 1);
      return parsed.ok ? [{ ...parsed.row, $row: index }] : [];
    });
    const started = performance.now();
    const report = composeIncidentReport({ incident, events, actions: [] });
    const composed = performance.now();
    const [pdf, docx] = [await reportToPdf(report), await reportToDocx(report)];
    const documents = { md: reportToMarkdown(report), html: reportToHtml(report), pdf: pdf.toString('latin1'), docx: documentOf(docx), json: reportToJson(report) };
    const missing = Object.entries(documents).flatMap(([format, text]) => required.filter((title) => !text.includes(title)).map((title) => `${format}: ${title}`));
    const raw = `${plainText(rawIncident).replaceAll('\\\\', '\\')} ${plainText(lines.join(' ')).replaceAll('\\\\', '\\')}`;
    // Techniques that rules derive from rows are marked so in the report; each cites its row.
    const derived = new Set(report.facts.filter(({ source }) => source.kind === 'event').flatMap(({ values }) => [values.technique ?? []].flat().slice(0, 1).map((id) => id.toLowerCase())));
    const stix = JSON.parse(reportToStix(report));
    const { qa } = JSON.parse(readFileSync(join(shared, name, 'truth.json'), 'utf8'));
    const told = plainText(reportTexts(report).join(' '));
    const ids = new Set(stix.objects.map(({ id }) => id));
    const dangling = stix.objects.flatMap((object) => Object.entries(object).filter(([key]) => key.endsWith('_ref') || key.endsWith('_refs')).flatMap(([, value]) => [value].flat())).filter((id) => !ids.has(id)).length;
    print({
      ...(qa ? { answersTold: `${qa.filter(({ answer }) => told.includes(plainText(String(answer)))).length} of ${qa.length}` } : {}),
      incident: name, composeMs: Math.round(composed - started), documentsMs: Math.round(performance.now() - composed), missingParts: missing, pages: pagesOf(pdf), words: report.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'paragraph' ? block.sentences.map(({ text }) => text) : []))).join(' ').split(/\s+/).length,
      ungroundedAtoms: [...new Set(reportTexts(report).flatMap(atomsOf))].filter((atom) => !raw.includes(atom) && !derived.has(atom)), derivedTechniques: [...derived].filter((id) => !raw.includes(id)).length, dropped: report.provenance.dropped.length, indicators: report.indicators.length, csvRows: reportToCsv(report).split('\r\n').length - 2, stixObjects: stix.objects.length, stixDangling: dangling,
    });
  }
}

/** Numbers that are the same in every run. */
function seeded(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function actionScores() {
  const random = seeded(7);
  const names = ['isolateDevice', 'forcePasswordReset', 'blockIndicator', 'stopAndQuarantineFile', 'revokeSessions', 'releaseDevice'];
  const paths = [['PROPOSED'], ['PROPOSED', 'DECLINED'], ['PROPOSED', 'APPROVED', 'INTENT', 'SENT', 'CONFIRMED'], ['PROPOSED', 'APPROVED', 'SENT', 'FAILED'], ['APPROVED', 'SENT', 'UNKNOWN'], ['PROPOSED', 'APPROVED', 'SENT', 'CONFIRMED', 'UNDONE']];
  const { incident } = parseIncident({ id: '1', displayName: 'Made up', severity: 'high', status: 'active', alerts: [] });
  let [logged, found, shown, right] = [0, 0, 0, 0];
  for (let history = 0; history < 200; history++) {
    const log = Array.from({ length: random(30) }, (_, index) => {
      const [action, target] = [names[random(names.length)], { name: `host${random(9)}.contoso.example`, type: 'device' }];
      return paths[random(paths.length)].map((state, step) => ({ id: `act-${history}-${index}`, action, target, state, by: `analyst${random(5)}@contoso.example`, at: new Date(Date.UTC(2025, 0, 1 + index, step, random(60))).toISOString() }));
    }).flat().sort(() => random(3) - 1);
    const report = composeIncidentReport({ incident, events: [], actions: log, sections: ['actions'] });
    const score = scoreReportActions(report, log);
    logged += score.logged;
    shown += score.shown;
    found += score.logged - score.missing.length;
    right += score.shown - score.invented.length;
  }
  print({ histories: 200, actionsLogged: logged, recall: found / logged, precision: right / shown });
}

async function large(alerts) {
  const { incident } = parseIncident({
    id: 'made-up', displayName: 'Made-up incident of many alerts', severity: 'high', status: 'active', createdDateTime: '2025-03-09T23:31:00Z',
    alerts: Array.from({ length: alerts }, (_, n) => ({
      id: `al-${n}`, title: `Suspicious activity of kind ${n % 97}`, severity: ['low', 'medium', 'high'][n % 3], status: 'new', mitreTechniques: [['T1059.001', 'T1021.002', 'T1003.001'][n % 3]], serviceSource: 'microsoftDefenderForEndpoint', recommendedActions: `Check the device.\nStep number ${n % 40}: look at what ran.`,
      firstActivityDateTime: new Date(Date.UTC(2025, 2, 9) + n * 7_000).toISOString(), lastActivityDateTime: new Date(Date.UTC(2025, 2, 9) + n * 7_000 + 1_000).toISOString(), createdDateTime: new Date(Date.UTC(2025, 2, 9) + n * 7_000 + 5_000).toISOString(),
      evidence: [
        { '@odata.type': '#microsoft.graph.security.deviceEvidence', deviceDnsName: `pc${n % 400}.contoso.example`, mdeDeviceId: `id-${n % 400}` }, { '@odata.type': '#microsoft.graph.security.userEvidence', userAccount: { userPrincipalName: `user${n % 700}@contoso.example`, accountName: `user${n % 700}` } },
        { '@odata.type': '#microsoft.graph.security.ipEvidence', ipAddress: `203.0.${n % 100}.${n % 250}` }, { '@odata.type': '#microsoft.graph.security.fileEvidence', verdict: 'suspicious', fileDetails: { fileName: `tool${n % 900}.exe`, filePath: 'C:\\Users\\Public', sha256: String(n).padStart(64, '0') } },
        { '@odata.type': '#microsoft.graph.security.processEvidence', processId: n + 100, processCommandLine: `powershell.exe -enc ${'A'.repeat(40)}${n}`, imageFile: { fileName: 'powershell.exe', filePath: 'C:\\Windows\\System32' } },
      ],
    })),
  });
  const actions = Array.from({ length: 200 }, (_, n) => ({ id: `act-${n}`, action: 'isolateDevice', target: { name: `pc${n}.contoso.example`, type: 'device' }, state: 'CONFIRMED', by: 'ana@contoso.example', at: '2025-03-10T09:00:00Z' }));
  const seconds = {};
  const timed = async (name, work) => {
    const started = performance.now();
    const made = await work();
    seconds[name] = Number(((performance.now() - started) / 1000).toFixed(2));
    return made;
  };
  const report = await timed('compose', () => composeIncidentReport({ incident, events: [], actions }));
  const html = await timed('html', () => reportToHtml(report));
  await timed('md', () => reportToMarkdown(report));
  await timed('json', () => reportToJson(report));
  await timed('stix', () => reportToStix(report));
  const pdf = await timed('pdf', () => reportToPdf(report));
  const docx = await timed('docx', () => reportToDocx(report));
  const { user, system } = process.cpuUsage();
  print({ alerts, seconds, all: Number(Object.values(seconds).reduce((sum, each) => sum + each, 0).toFixed(2)), cpuSeconds: Math.round((user + system) / 1e5) / 10, pages: pagesOf(pdf), pdfKb: Math.round(pdf.length / 1024), docxKb: Math.round(docx.length / 1024), htmlKb: Math.round(html.length / 1024), notesOfCuts: (html.match(/are shown\. The JSON form/g) ?? []).length, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) });
}

if (process.env.ATTEST_BENCH_ALERTS !== undefined) await large(Number(process.env.ATTEST_BENCH_ALERTS));
else {
  await development();
  actionScores();
  spawnSync(process.execPath, [join(import.meta.dirname, 'report.bench.mjs')], { stdio: 'inherit', env: { ...process.env, ATTEST_BENCH_ALERTS: '5000' } });
}
