import { verifyAuditChain } from '@attest/identity/audit';
import { eventually } from '@attest/testing';
import { docxOf, word } from '../../libs/guidebook-reader/src/fixtures/guide-files.js';
import { respondCases } from '../../libs/response-engine/src/fixtures/index.js';
import { startResponder, type ResponderService } from './service.js';
import { person } from './world.js';

interface Guide {
  id: string;
  title: string;
  state: string;
  version: number;
  taskCount: number;
  sections: { heading: string; tasks: { text: string }[] }[];
  history: { state: string; name: string }[];
  moves: { kind: string; allowed: boolean; sentence: string | null }[];
}

interface Shown {
  version: number;
  guidebook: { id: string; title: string; matched: string[]; tasks: { section: string; text: string }[] } | null;
}

const fields = 'id title state version taskCount sections { heading tasks { text } } history { state name } moves { kind allowed sentence }';
const ransomware = '# Ransomware response\n\n## Contain\n- Isolate every device that shows the note\n- Disable the account that started it\n\n## Recover\n- Restore the files from the last clean backup\n';
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('guides of the tenant', () => {
  const hostile = respondCases.find(({ name }) => name === 'ransomware on a workstation')!;
  const admin = person('ada', ['reader', 'hunter', 'responder', 'admin']);
  let service: ResponderService;
  beforeAll(async () => {
    service = await startResponder();
    await service.change({ ...hostile.input.incident, id: 'ransom' }, 1, { rows: hostile.input.events });
  });
  afterAll(() => service?.close());

  const upload = (text: string | Uint8Array, name: string, asker = admin): ReturnType<ResponderService['post']> => service.post(`/api/guidebooks?fileName=${encodeURIComponent(name)}`, typeof text === 'string' ? bytesOf(text) : text, asker);
  const list = async (asker = admin): Promise<Guide[]> => (await service.ask<{ guidebooks: { nodes: Guide[] } }>(`{ guidebooks { totalCount nodes { ${fields} } } }`, {}, asker)).data!.guidebooks.nodes;
  const move = (name: string, id: string, asker = admin, more = ''): ReturnType<ResponderService['ask']> => service.ask(`mutation ($id: ID!) { ${name}Guidebook(id: $id${more}) { ${fields} } }`, { id }, asker);
  const response = async (): Promise<Shown> =>
    (await service.ask<{ _entities: [{ guidedResponse: Shown }] }>('query { _entities(representations: [{ __typename: "Incident", id: "ransom" }]) { ... on Incident { guidedResponse { version guidebook { id title matched tasks { section text } } } } } }', {}, admin)).data!._entities[0].guidedResponse;

  it('wait for review when they are uploaded, and change no response before they are active', async () => {
    const { status, body } = await upload(ransomware, 'C:\\guides\\ransomware.md');
    expect([status, body]).toMatchObject([201, { title: 'Ransomware response', state: 'PENDING_REVIEW', warnings: [] }]);
    const [guide] = await list();
    expect(guide).toMatchObject({ id: body['id'], taskCount: 3, sections: [{ heading: 'Contain' }, { heading: 'Recover' }], history: [{ state: 'PENDING_REVIEW', name: 'Ada' }], moves: [{ kind: 'APPROVE', allowed: true }, { kind: 'DELETE', allowed: true }] });
    expect((await move('activate', guide!.id)).errors).toMatchObject([{ extensions: { code: 'WRONG_STATE' } }]);
    expect((await upload(ransomware, 'again.md')).body).toMatchObject({ id: guide!.id });
    expect(await list()).toHaveLength(1);
    expect((await response()).guidebook).toBeNull();
  });

  it('come before the recommendations once they are active, and go when they are not', async () => {
    const [guide] = await list();
    const before = (await response()).version;
    expect((await move('approve', guide!.id, admin, ', activate: true')).data).toMatchObject({ approveGuidebook: { state: 'ACTIVE', version: 3, history: [{ state: 'PENDING_REVIEW' }, { state: 'APPROVED', name: 'Ada' }, { state: 'ACTIVE', name: 'Ada' }] } });
    await eventually('a response with the guide', async () => (await response()).guidebook !== null, 60_000);
    const shown = await response();
    expect(shown.version).toBe(before + 1);
    expect(shown.guidebook).toMatchObject({ id: guide!.id, title: 'Ransomware response', tasks: [{ section: 'Contain', text: 'Isolate every device that shows the note' }, { section: 'Contain' }, { section: 'Recover' }] });
    expect(shown.guidebook!.matched).toContain('ransomware');
    expect((await move('deactivate', guide!.id)).data).toMatchObject({ deactivateGuidebook: { state: 'INACTIVE' } });
    await eventually('a response without it', async () => (await response()).guidebook === null, 60_000);
    await move('activate', guide!.id);
    await eventually('a response with it again', async () => (await response()).guidebook !== null, 60_000);
    expect((await move('delete', guide!.id)).data).toMatchObject({ deleteGuidebook: { state: 'DELETED', taskCount: 0 } });
    await eventually('a response without the deleted one', async () => (await response()).guidebook === null, 60_000);
    expect(await list()).toEqual([]);
    expect((await move('approve', guide!.id)).errors).toMatchObject([{ extensions: { code: 'GUIDEBOOK_UNKNOWN' } }]);
  });

  it('are uploaded by responders, decided on by admins, and seen by no other tenant', async () => {
    const file = await docxOf([word.heading('Phishing'), word.step('Delete the mail from every mailbox')]);
    expect(await upload(file, 'phishing.docx', person('rea', ['reader', 'hunter']))).toMatchObject({ status: 403, body: { error: { code: 'ROLE_MISSING', message: 'This needs the role responder.' } } });
    const { body } = await upload(file, 'phishing.docx', person());
    expect((await move('approve', body['id'] as string, person())).errors).toMatchObject([{ extensions: { code: 'ROLE_MISSING' } }]);
    expect((await list(person()))[0]!.moves).toEqual(['APPROVE', 'DELETE'].map((kind) => ({ kind, allowed: false, sentence: 'This needs the role admin.' })));
    const stranger = person('sam', ['admin'], 'elsewhere');
    expect(await list(stranger)).toEqual([]);
    expect((await move('delete', body['id'] as string, stranger)).errors).toMatchObject([{ extensions: { code: 'GUIDEBOOK_UNKNOWN' } }]);
    expect((await move('delete', body['id'] as string)).errors).toBeUndefined();
  });

  it.each<[string, string | Uint8Array, string, number, string]>([
    ['too large', new Uint8Array(3 * 1024 * 1024 + 1), 'a.txt', 413, 'GUIDEBOOK_TOO_LARGE'],
    ['of another form', 'x', 'a.exe', 422, 'GUIDEBOOK_UNKNOWN_FORMAT'],
    ['without a name', 'x', '', 400, 'BAD_INPUT'],
    ['not what it is called', 'x', 'a.pdf', 422, 'GUIDEBOOK_WRONG_CONTENT'],
    ['without a task', 'The weather was fine.', 'a.md', 422, 'GUIDEBOOK_NO_TASKS'],
    ['empty', '', 'a.md', 422, 'GUIDEBOOK_EMPTY'],
  ])('are refused with a reason when they are %s', async (_, content, name, status, code) => {
    const refused = await upload(content, name);
    expect(refused).toMatchObject({ status, body: { error: { code, message: expect.stringMatching(/\.$/) as string } } });
    expect(await list()).toEqual([]);
  });

  it('have every change in the audit log, whose chain is whole', async () => {
    const { text } = await service.get('/api/actions/audit.jsonl', admin);
    const rows = text.trim().split('\n').map((line) => JSON.parse(line) as { operation: string; actor: { name: string }; details: Record<string, unknown> });
    expect(verifyAuditChain(rows)).toMatchObject({ ok: true });
    const guides = rows.filter(({ operation }) => operation.startsWith('guidebook.'));
    expect(guides.map(({ operation, actor }) => `${operation} ${actor.name}`)).toEqual(
      ['uploaded', 'approved', 'activated', 'deactivated', 'activated', 'deleted'].map((each) => `guidebook.${each} Ada`).concat(['guidebook.uploaded Ana', 'guidebook.deleted Ada']),
    );
    expect(guides[1]!.details).toMatchObject({ from: 'PENDING_REVIEW', to: 'APPROVED', title: 'Ransomware response', tasks: 3 });
  });
});
