import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const needed = ['tools/compose-supergraph.mjs', 'apps/gateway/src/data/gateway.graphql', 'tests/gateway/fixtures/incidents.graphql', 'tests/gateway/fixtures/summarizer.graphql', 'tests/gateway/fixtures/script-analyzer.graphql', 'tests/gateway/fixtures/kql-assistant.graphql', 'tests/gateway/fixtures/responder.graphql', 'tests/gateway/fixtures/reporter.graphql', 'tests/gateway/fixtures/evaluator.graphql'];

/** The composer and what it reads, in a folder of its own. */
function workshop(): { run: (...args: string[]) => { status: number | null; out: string }; file: (path: string) => string } {
  const folder = mkdtempSync(join(tmpdir(), 'attest-compose-'));
  for (const path of needed) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const subgraphs = ['incidents', 'summarizer', 'script-analyzer', 'kql-assistant', 'responder', 'reporter', 'evaluator'].flatMap((name) => ['--subgraph', `${name}=${join(folder, 'tests/gateway/fixtures', `${name}.graphql`)}`]);
  return {
    run: (...args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'tools/compose-supergraph.mjs'), ...subgraphs, ...args], { encoding: 'utf8' });
      return { status, out: stdout + stderr };
    },
    file: (path) => join(folder, path),
  };
}

describe('tools/compose-supergraph.mjs', () => {
  it('writes the supergraph and what clients see of it, and finds them current afterwards', () => {
    const { run, file } = workshop();
    expect(run()).toEqual({ status: 0, out: 'Wrote apps/gateway/supergraph.graphql, apps/gateway/schema.graphql\n' });
    expect(run('--check')).toEqual({ status: 0, out: 'The supergraph is current.\n' });
    const schema = readFileSync(file('apps/gateway/schema.graphql'), 'utf8');
    expect(schema).toMatch(/type Incident \{[^}]*displayName: String![^}]*summary: IncidentSummary/);
    expect(schema).not.toMatch(/join__|_entities|_service|@key/);
  });

  it('fails on drift and writes nothing', () => {
    const { run, file } = workshop();
    run();
    const stale = readFileSync(file('apps/gateway/schema.graphql'), 'utf8').replace('summary: IncidentSummary', 'summary: String');
    writeFileSync(file('apps/gateway/schema.graphql'), stale);
    const { status, out } = run('--check');
    expect(status).toBe(1);
    expect(out).toContain('apps/gateway/schema.graphql');
    expect(readFileSync(file('apps/gateway/schema.graphql'), 'utf8')).toBe(stale);
  });

  it('says why subgraphs do not compose', () => {
    const { run, file } = workshop();
    const summarizer = file('tests/gateway/fixtures/summarizer.graphql');
    writeFileSync(summarizer, readFileSync(summarizer, 'utf8').replace('summary: IncidentSummary', 'summary: IncidentSummary\n  displayName: String!'));
    const { status, out } = run();
    expect(status).toBe(1);
    expect(out).toContain('The subgraphs do not compose:');
    expect(out).toContain('displayName');
  });

  it('names an app that is not built', () => {
    const { file } = workshop();
    const { status, stderr } = spawnSync(process.execPath, [file('tools/compose-supergraph.mjs')], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([1, 'apps/incidents is not built. Run: npm run build\n']);
  });
});
