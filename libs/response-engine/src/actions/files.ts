import { meaningOf, isUserWritable, isExecutable, type EntityFact, type ProcessNode } from '@attest/incident-engine';
import { isInstalledProgram, isSystemFile } from '../scene/system-files.js';
import { text } from '../scene/scene.js';
import type { ActionTarget } from '../guided-response.js';
import { rootFact, signWords } from '../triage/alert-verdicts.js';
import { alertsNaming, commentFor, countReason, doneBefore, entitiesOfTrue, gradeReason, tellingReason, type Case, type Proposal } from './proposal.js';

/** Most files that are acted on one by one; more are the work of a scan. */
const mostFiles = 3;
const runs = /\.(?:exe|dll|scr|com|msi|bat|cmd|ps1|psm1|vbs|vbe|js|jse|wsf|hta|lnk|jar|sys|docm|xlsm|pptm|aspx|ashx|asmx|php|jsp|jspx|py|sh|elf|bin|iso|img)$/i;

interface FileView {
  file: EntityFact;
  score: number;
  malicious: boolean;
  root: Case['scene']['hostile']['roots'][number] | undefined;
}

/** Quarantine and hash blocks. Rules F1 and F2 of docs/guided-response.md. */
export function proposeForFiles(caseOf: Case): void {
  const views: FileView[] = [];
  for (const file of entitiesOfTrue(caseOf, 'file')) {
    const { entity } = file;
    const view = viewOf(caseOf, file);
    if (view === undefined) continue;
    if (
      isSystemFile(
        text(entity.attributes['path']),
        text(entity.attributes['fileName']),
        text(entity.attributes['signer']) ?? text(entity.attributes['publisher']),
      )
    ) {
      if (withheldFiles(caseOf) < 4)
        caseOf.withheld.push({
          action: 'stopAndQuarantineFile',
          target: fileTarget(caseOf, file),
          why: 'It is a program of Windows or a signed tool of Microsoft: the call is refused, and what is bad is how it was used.',
        });
      continue;
    }
    const signer = text(entity.attributes['signer']) ?? text(entity.attributes['publisher']);
    if (signer !== undefined && !view.malicious && view.root === undefined) {
      caseOf.withheld.push({
        action: 'stopAndQuarantineFile',
        target: fileTarget(caseOf, file),
        why: 'It is signed by its publisher, and the product does not call it malicious.',
      });
      continue;
    }
    if (view.score > 0) views.push(view);
  }
  views.sort((a, b) => b.score - a.score || (a.file.entity.key < b.file.entity.key ? -1 : 1));
  const best = views[0]?.score ?? 0;
  const kept = views.filter(({ score, malicious, root }) => score * 2 >= best || malicious || root !== undefined).slice(0, mostFiles);
  const done = new Set<string>();
  kept.forEach((view, index) => propose(caseOf, view, index, done));
}

function viewOf(caseOf: Case, file: EntityFact): FileView | undefined {
  const { scene } = caseOf;
  const { entity } = file;
  const name = text(entity.attributes['fileName']) ?? '';
  const path = text(entity.attributes['path']);
  const { all, high } = alertsNaming(caseOf, entity);
  const malicious = entity.verdict === 'malicious' || maliciousProcess(caseOf, entity);
  const hashes = [text(entity.attributes['sha1']), text(entity.attributes['sha256'])].map((hash) => hash?.toLowerCase());
  const ran = scene.hostile.all().find(({ node, kind }) => kind !== 'injected' && isOfFile(node, hashes, path));
  if (ran && isSystemFile(ran.node.path, ran.node.fileName)) return { file, score: 1, malicious: false, root: undefined };
  const root = ran && { ...ran.root, node: ran.node };
  if (!runs.test(name) && !malicious && !root) return undefined;
  if (malicious || root) return { file, score: 100 + all.length + high.length, malicious, root };
  const meaning = meaningOf(name, name);
  const tool = meaning?.kind === 'credential' && meaning.score >= 8;
  const stole = scene.set.entities.some(
    ({ entity: other }) =>
      other.type === 'process' &&
      text(other.attributes['fileName'])?.toLowerCase() === name.toLowerCase() &&
      meaningOf(name, text(other.attributes['commandLine']))?.kind === 'credential',
  );
  const foreign =
    path !== undefined &&
    isExecutable(name) &&
    !isInstalledProgram(path) &&
    (isUserWritable(path) || /^[a-z]:\\(?!windows\\|program files)/i.test(path) || /^\\\\/.test(path));
  const subject = entity.subject && entity.verdict !== 'noThreatsFound';
  if (!subject) return isSystemFile(path, name) ? { file, score: 1, malicious, root: undefined } : undefined;
  if (tool || stole) return { file, score: 20 + all.length + high.length, malicious, root: undefined };
  const grave = high.filter(({ alert }) => alert.mitreTechniques.some((id) => /^T(?:1003|1105|1204|1486|1505|1055|1059|1570|1543)\b/.test(id)));
  if (foreign && (grave.length > 0 || entity.verdict === 'suspicious')) return { file, score: all.length + high.length, malicious, root: undefined };
  return isSystemFile(path, name) ? { file, score: 1, malicious, root: undefined } : undefined;
}

function propose(caseOf: Case, { file, root, malicious }: FileView, place: number, done: Set<string>): void {
  const chief = malicious || root !== undefined;
  const { scene } = caseOf;
  const { entity } = file;
  const target = { ...fileTarget(caseOf, file), ...(root ? { name: root.node.fileName } : {}) };
  const sha1 = text(entity.attributes['sha1']);
  const sha256 = text(entity.attributes['sha256']);
  const before = doneBefore(entity, 'the file was stopped');
  const reasons: Proposal['reasons'] = [];
  if (root) {
    const above = rootFact(scene, scene.hostile.roots.find(({ row }) => row === root.row) ?? root);
    const seen = root.node.created ? [scene.desk.row(root.node.created, 'process.created')] : [];
    const start = scene.hostile.of(root.node)?.root.node;
    const own = start === undefined || start.key === root.node.key;
    reasons.push({
      text: own ? `${root.node.fileName} ${signWords(root.sign)}.` : `${root.node.fileName} ran below ${start.fileName}.`,
      facts: [above, ...seen, file.fact.id],
    });
  }
  const grade = gradeReason(file);
  const told = tellingReason(caseOf, file);
  reasons.push(...(grade ? [grade] : []), ...(told && !root ? [told] : []), countReason(caseOf, file));
  const foreignSystem = windowsOnly(caseOf, target);
  if (foreignSystem) {
    caseOf.withheld.push({ action: 'stopAndQuarantineFile', target, why: 'The call works on Windows devices, and the file was seen on others.' });
  } else if (sha1 === undefined) {
    caseOf.withheld.push({ action: 'stopAndQuarantineFile', target, why: 'The call takes a SHA-1, and the evidence holds none for this file.' });
  } else if (!done.has(sha1.toLowerCase()) && (place === 0 || chief)) {
    caseOf.proposals.push({
      action: 'stopAndQuarantineFile',
      target: { ...target, id: sha1 },
      reasons,
      rule: 'F1',
      parameters: { Comment: commentFor(scene), Sha1: sha1 },
      weight: 84 - place * 3,
      ...(before ? { doneBy: before } : {}),
    });
  }
  const hash = sha256 ?? sha1;
  // One call for files of the second rank: the indicator quarantines them wherever they are.
  if (hash !== undefined && !done.has(hash.toLowerCase())) {
    caseOf.proposals.push({
      action: 'blockIndicator',
      target: { ...target, id: hash, on: undefined },
      reasons,
      rule: 'F2',
      weight: 80 - place * 3,
      parameters: {
        indicatorValue: hash,
        indicatorType: sha256 === undefined ? 'FileSha1' : 'FileSha256',
        action: 'BlockAndRemediate',
        title: `Incident ${scene.input.incident.id}: ${target.name}`.slice(0, 200),
        description: commentFor(scene),
        severity: 'High',
        generateAlert: true,
      },
    });
  }
  for (const value of [sha1, sha256]) if (value !== undefined) done.add(value.toLowerCase());
}

/** Whether no device the file was seen on runs Windows. */
function windowsOnly({ scene }: Case, { on = [] }: ActionTarget): boolean {
  const systems = on
    .map(({ id }) => scene.set.entities.find(({ entity }) => entity.type === 'device' && entity.attributes['mdeDeviceId'] === id))
    .map((device) => text(device?.entity.attributes['osPlatform']) ?? '');
  return systems.length > 0 && systems.every((system) => /linux|mac|ios|android|ubuntu|debian|centos|redhat|rhel|suse/i.test(system));
}

/** Whether a process of telemetry runs from the file with these hashes or this path. */
function isOfFile({ created, path: own }: ProcessNode, hashes: readonly (string | undefined)[], path: string | undefined): boolean {
  const mine = [created?.text('SHA1'), created?.text('SHA256')].map((hash) => hash?.toLowerCase());
  return mine.some((hash) => hash !== undefined && hashes.includes(hash)) || (path !== undefined && own?.toLowerCase() === path.toLowerCase());
}

/** A process that runs from this file is called malicious by the product. */
function maliciousProcess({ scene }: Case, file: EntityFact['entity']): boolean {
  const hashes = [file.attributes['sha1'], file.attributes['sha256']].filter((hash) => hash !== undefined);
  return scene.set.entities.some(
    ({ entity }) =>
      entity.type === 'process' &&
      entity.verdict === 'malicious' &&
      hashes.some((hash) => hash === entity.attributes['sha1'] || hash === entity.attributes['sha256']),
  );
}

function fileTarget(caseOf: Case, { entity }: EntityFact): ActionTarget {
  const id = text(entity.attributes['sha1']) ?? text(entity.attributes['sha256']) ?? text(entity.attributes['path']) ?? entity.value;
  const devices = entitiesOfTrue(caseOf, 'device').filter(
    ({ entity: device }) => device.attributes['mdeDeviceId'] !== undefined && device.alertIds.some((alertId) => entity.alertIds.includes(alertId)),
  );
  const own = text(entity.attributes['mdeDeviceId'])?.toLowerCase();
  const ordered = [...devices].sort(
    (a, b) => Number(text(b.entity.attributes['mdeDeviceId'])?.toLowerCase() === own) - Number(text(a.entity.attributes['mdeDeviceId'])?.toLowerCase() === own),
  );
  const on = ordered.slice(0, 10).map(({ entity: device }) => ({ id: String(device.attributes['mdeDeviceId']), name: device.value }));
  return { type: 'file', id, name: text(entity.attributes['fileName']) ?? entity.value, ...(on.length > 0 ? { on } : {}) };
}

function withheldFiles({ withheld }: Case): number {
  return withheld.filter(({ action }) => action === 'stopAndQuarantineFile').length;
}
