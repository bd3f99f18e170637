import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kqlSnapshot, snapshotFailed } from '../../tools/kql-snapshot.mjs';
import { resolveNode } from '../../tools/node.mjs';

const folder = mkdtempSync(join(tmpdir(), 'attest-kql-snapshot-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a script prints that `node` begins from the snapshot, and how it ended. */
function from(snapshot: string, text: string, node = resolveNode()): { status: number | null; stdout: string } {
  const file = join(folder, 'script.mjs');
  writeFileSync(file, text);
  return spawnSync(node, ['--snapshot-blob', snapshot, file], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: undefined } });
}

describe('the snapshot of the KQL language service', () => {
  const options = process.env.NODE_OPTIONS;
  let snapshot: string;

  beforeAll(() => {
    delete process.env.NODE_OPTIONS;
    snapshot = kqlSnapshot(resolveNode(), () => undefined) ?? '';
  });

  afterAll(() => {
    if (options !== undefined) process.env.NODE_OPTIONS = options;
  });

  it('is made once', () => {
    const said: string[] = [];
    expect(kqlSnapshot(resolveNode(), (line) => said.push(line))).toBe(snapshot);
    expect(said).toEqual([]);
  });

  it('has the language service in place, which reads and binds queries as the one that is loaded does', () => {
    const { stdout, status } = from(snapshot, `
      const { GlobalState, KustoCode } = globalThis.Kusto.Language;
      const errors = (text) => KustoCode.ParseAndAnalyze(text, GlobalState.Default).GetDiagnostics().Count;
      console.log(errors('print x = 1 | where x > 0 | summarize count()'), errors('print x = 1 | where y > 0'));`);
    expect({ stdout: stdout.trim(), status }).toEqual({ stdout: '0 1', status: 0 });
  });

  it('ends a Node it is not for before that has read anything, with the code that attest knows', () => {
    if (resolveNode() === process.execPath) return;
    expect(from(snapshot, 'console.log(1)', process.execPath)).toMatchObject({ status: snapshotFailed, stdout: '' });
  });

  it('is left alone where options of Node could disagree with it', () => {
    process.env.NODE_OPTIONS = '--max-old-space-size=512';
    expect(kqlSnapshot(resolveNode())).toBeUndefined();
    delete process.env.NODE_OPTIONS;
  });
});
