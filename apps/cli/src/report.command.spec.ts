import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ExitCode } from './exit-code.js';
import { reportCommand } from './report.command.js';

let folder: string;
let incident: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'attest-report-'));
  incident = file('incident.json', JSON.stringify({
    id: '77', displayName: 'Ransomware on one device', severity: 'high', status: 'active', createdDateTime: '2025-03-09T23:33:00Z',
    alerts: [{ id: 'a', title: 'Files are being encrypted', severity: 'high', status: 'new', firstActivityDateTime: '2025-03-09T23:30:00Z', createdDateTime: '2025-03-09T23:31:00Z', evidence: [{ '@odata.type': '#microsoft.graph.security.deviceEvidence', deviceDnsName: 'pc7.contoso.example' }, { '@odata.type': '#microsoft.graph.security.ipEvidence', ipAddress: '203.0.113.77' }] }],
  }));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function output(args: string[]): Promise<string> {
  const written: string[] = [];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
  const err = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    await reportCommand(args);
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
  return written.join('');
}

describe('attest incident report', () => {
  it('writes Markdown to standard output, with the actions of the log', async () => {
    const log = file('actions.jsonl', `${JSON.stringify({ id: 'act-1', action: 'isolateDevice', target: { name: 'pc7.contoso.example' }, state: 'CONFIRMED', by: 'ana@contoso.example', at: '2025-03-10T00:06:00Z' })}\n`);
    const text = await output([incident, '--actions', log]);
    expect(text).toMatch(/^# Incident report 77\n/);
    expect(text).toMatch(/2025-03-10 00:06:00 \| Isolate device \| pc7\.contoso\.example \| confirmed \| ana@contoso\.example/);
  });

  it.each([
    ['json', (text: string) => expect(JSON.parse(text)).toMatchObject({ schema: 'attest.report/1', incidentId: '77', tlp: 'TLP:RED' })],
    ['stix', (text: string) => expect(JSON.parse(text)).toMatchObject({ type: 'bundle' })],
    ['csv', (text: string) => expect(text).toContain('"ip","203.0.113.77","203[.]0[.]113[.]77"')],
    ['html', (text: string) => expect(text).toContain('<html lang="de">')],
  ])('writes %s', async (format, holds) => {
    holds(await output([incident, '--format', format, '--tlp', 'red', '--language', 'de']));
  });

  it('takes the format from the name of the file, and keeps to the sections asked for', async () => {
    const out = join(folder, 'report.html');
    expect(await output([incident, '--out', out, '--sections', 'summary,indicators'])).toBe('');
    const html = readFileSync(out, 'utf8');
    expect(html).toContain('Executive summary');
    expect(html).not.toContain('Attack story');
  });

  it('takes a template', async () => {
    const template = file('template.json', JSON.stringify({ title: 'House report', organisation: 'Contoso SOC', extraSections: [{ title: 'Business impact', paragraphs: ['None known.'] }] }));
    expect(await output([incident, '--template', template])).toMatch(/^# House report\n[\s\S]*## Business impact\n\nNone known\./);
  });

  it.each([[[]], [['a', 'b']], [['x', '--format', 'xml']], [['x', '--out', 'x.xml']], [['x', '--sections', 'all']], [['x', '--language', 'fr']], [['x', '--tlp', 'pink']], [['x', '--nope']]])('does not understand %j', async (args) => {
    await expect(output(args)).rejects.toMatchObject({ exitCode: ExitCode.Usage, message: expect.stringContaining('Usage:') });
  });

  it.each([
    ['an action log with a broken line', 'bad.jsonl', '--actions', '{"id":', 'Line 1 of the action log is not JSON'],
    ['a template with a logo from elsewhere', 'bad.json', '--template', '{"logo":"http://x/y.png"}', 'The logo must be'],
    ['a template with a part it does not have', 'odd.json', '--template', '{"colour":"red"}', 'no "colour"'],
  ])('refuses %s', async (_, name, option, text, message) => {
    await expect(output([incident, option, file(name, text)])).rejects.toMatchObject({ exitCode: ExitCode.Input, message: expect.stringContaining(message) });
  });
});
