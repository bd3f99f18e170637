import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './node.mjs';

/** Finds in the committed tree what belongs to one machine or one person: paths, addresses of private registries, live secrets. */

const patterns = [
  ['a path of one machine', /(?<![\w.~-])\/(?:work|root)\/[a-z][\w./-]*|(?<![\w.~-])\/(?:home|Users)\/(?!runner\b|node\b)[a-z][\w-]*\/[\w./-]*|[A-Z]:\\Users\\(?!Public\b)[a-z]+\\(?:source|src|repos|code)\\/],
  ['the address of a package registry', /\bhttps?:\/\/(?:[\w-]+\.)*(?:registry|mirror|artifactory|nexus|pypi|maven|repo1?)\.(?!apache\.org\/POM\/)[\w.-]+/i],
  ['a registry setting', /^\s*(?:@[\w-]+:)?registry\s*=|<repository>\s*<id|<mirror(?=>)|--(?:index-url|registry)[ =]https?:/m],
  ['a private key', /-----BEGIN (?:RSA |EC |OPENSSH |PGP )?PRIVATE KEY/],
  ['an access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_\w{60,}|\bxox[baprs]-[\w-]{20,}|\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,}|\bAIza[\w-]{35}\b|\bnpm_[A-Za-z0-9]{36}\b/],
  ['a signed token', /\beyJ[A-Za-z0-9_-]{16,}\.eyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{20,}/],
];

/** Incident data is evidence: what paths it names are the attacker's. Binary files carry no such text. */
const data = /^(apps\/standalone\/samples|libs\/[^/]+\/src\/data)\//;
const binary = new Set(['.gz', '.png', '.jpg', '.ico', '.woff2', '.webp']);

/** What is wrong with `text`, one entry per finding: what it is, and on which line. */
export function findings(text) {
  return patterns.flatMap(([what, pattern]) => {
    const match = pattern.exec(text);
    return match ? [{ what, line: text.slice(0, match.index).split('\n').length }] : [];
  });
}

/** Whether `path` is looked into. */
export function isChecked(path) {
  return !data.test(path) && !binary.has(extname(path));
}

/** Every committed file, and what is wrong with any of them, each as a sentence. */
export function lookThroughTree() {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }).split('\0').filter(Boolean);
  const problems = files.filter(isChecked).flatMap((path) => {
    const absolute = join(root, path);
    if (!statSync(absolute, { throwIfNoEntry: false })?.isFile()) return [];
    return findings(readFileSync(absolute, 'utf8')).map(({ what, line }) => `${path}:${line} has ${what}`);
  });
  return { files, problems };
}

function main() {
  const { files, problems } = lookThroughTree();
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(`${files.length} files, ${problems.length} findings\n`);
  return problems.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(main());
