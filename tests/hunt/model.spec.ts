import { startFakeChat, type FakeChat, type FakeChatQuestion, type FakeChatReply } from '@attest/testing';
import { processRow, startKqlAssistant, type Service } from './service.js';

interface Hunt {
  status: string;
  kql: string | null;
  composer: string;
  model: string | null;
  fallback: string | null;
  dryRun: { rowCount: number | null } | null;
  choices: { id: string; kql: string }[];
  literals: { value: string; origin: string; column: string | null }[];
}

const askQuery = 'mutation ($question: String!) { askHunt(question: $question) { status kql composer model fallback dryRun { rowCount } choices { id kql } literals { value origin column } } }';
const kql = (text: string): string => JSON.stringify({ plan: '', kql: text });

describe('questions with a model', () => {
  let service: Service;
  let chat: FakeChat;
  let script: (question: FakeChatQuestion, place: number) => FakeChatReply = () => kql('');

  beforeAll(async () => {
    chat = await startFakeChat((question, place) => script(question, place));
    service = await startKqlAssistant({ ATTEST_MODEL_URL: chat.url, ATTEST_MODEL_NAME: 'fake-1' });
    await service.land([processRow('2026-03-01T10:00:00Z'), processRow('2026-03-01T10:01:00Z', { FileName: 'powershell.exe' }), processRow('2026-03-01T10:02:00Z', { FileName: 'powershell.exe' })]);
  });
  afterAll(async () => {
    await service?.close();
    await chat?.close();
  });

  const asked = async (question: string): Promise<Hunt> => {
    const { data, errors } = await service.ask<{ askHunt: Hunt }>(askQuery, { question });
    if (errors) throw new Error(JSON.stringify(errors));
    return data?.askHunt as Hunt;
  };
  const since = (before: number): number => chat.questions.length - before;

  it('are answered by the query whose rows most drafts share, run over the rows that are here', async () => {
    script = ({ user }) => kql(user.includes('Rules without understanding') ? 'DeviceProcessEvents | where FileName has "powershell" | project FileName, Timestamp' : user.includes('Answer with "kql"') ? 'DeviceProcessEvents | where FileName == "cmd.exe" | project Timestamp, FileName' : 'DeviceProcessEvents | where FileName == "powershell.exe" | project Timestamp, FileName');
    const before = chat.questions.length;
    expect(await asked('when did powershell run')).toMatchObject({ status: 'ANSWERED', composer: 'MODEL', model: 'fake-1', kql: expect.stringContaining('"powershell.exe"') as unknown, dryRun: { rowCount: 2 } });
    expect(since(before)).toBe(3);
  });

  it('are asked twice when both drafts agree, and say what column each value is of', async () => {
    script = () => kql('DeviceProcesEvents | where FileNam == "powershell.exe"');
    const before = chat.questions.length;
    const hunt = await asked('powershell.exe processes');
    expect(hunt).toMatchObject({ composer: 'MODEL', kql: 'DeviceProcessEvents | where FileName == "powershell.exe"', literals: [{ value: 'powershell.exe', origin: 'QUESTION', column: 'FileName' }] });
    expect(since(before)).toBe(2);
  });

  it('become choices when three drafts find three things', async () => {
    script = ({ user }) => kql(`DeviceProcessEvents | where FileName == "${user.includes('Rules without understanding') ? 'nothing' : user.includes('Answer with "kql"') ? 'cmd.exe' : 'powershell.exe'}"`);
    const hunt = await asked('what ran');
    expect(hunt).toMatchObject({ status: 'CLARIFY', kql: null });
    expect(hunt.choices).toHaveLength(3);
  });

  it('are answered by the rules when the model breaks, lies about the schema or wants what is forbidden', async () => {
    for (const reply of ['no JSON at all', kql('externaldata(a:string)["https://evil.example/x"]'), kql('.drop table DeviceProcessEvents'), JSON.stringify({ plan: '{"table":"Secrets"}', kql: '' }), { status: 401 }]) {
      script = () => reply;
      const hunt = await asked('List process events with file name powershell.exe');
      expect(hunt).toMatchObject({ status: 'ANSWERED', composer: 'RULES', model: null, dryRun: { rowCount: 2 } });
      expect(hunt.fallback).toEqual(expect.any(String));
      expect(hunt.fallback).not.toMatch(/evil|Secrets|on purpose/);
    }
  });

  it('take the names of a query that was checked and offer what could stand there', async () => {
    const { data } = await service.ask<{ checkKql: { ok: boolean; diagnostics: { fix: string | null; start: number; length: number }[] } }>('{ checkKql(kql: "DeviceProcessEvents | where FileNam == 1") { ok diagnostics { fix start length } } }');
    expect(data?.checkKql).toMatchObject({ ok: false, diagnostics: [{ fix: 'FileName', start: 28, length: 7 }] });
  });
});
