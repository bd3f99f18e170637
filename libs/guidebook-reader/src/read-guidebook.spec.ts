import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import JSZip from 'jszip';
import { GuidebookErrorCode } from './guidebook.error.js';
import { guidebookLimits, type Guidebook } from './guidebook.js';
import { readGuidebook } from './read-guidebook.js';
import { docxOf, pdfOf, word } from './fixtures/guide-files.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const markdown = (text: string): Promise<Guidebook> => readGuidebook(bytesOf(text), 'guide.md');
const text = (content: string): Promise<Guidebook> => readGuidebook(bytesOf(content), 'guide.txt');
/** What a person reads: heading, then its tasks. */
const outline = ({ sections }: Guidebook): Record<string, string[]> => Object.fromEntries(sections.map(({ heading, tasks }) => [heading, tasks.map((task) => task.text)]));
const refused = (code: GuidebookErrorCode, sentence: RegExp): Record<string, unknown> => ({ code, message: expect.stringMatching(sentence) as string });

describe('a guide in Markdown', () => {
  it('gives lists, numbered steps, boxes, orders and table cells under their headings', async () => {
    const guide = await markdown(
      ['# Phishing', '## Overview', '- Owned by the SOC', '- Contact the owner before changes', '## Contain', '1. Block the **sender** in [Defender](https://security.microsoft.com)', '2. Check mailboxes for:', '   - forwarding rules', '   - delegates',
        '- [ ] User was called', '', '## Clean up', 'The mail may be in many mailboxes. Delete it from all of them. If somebody clicked, revoke their sessions.', '### Mailboxes', '| Step | What |', '|--|--|', '| 1 | Purge the message from the mailbox |'].join('\n'),
    );
    expect(guide).toMatchObject({ title: 'Phishing', format: 'markdown', warnings: [] });
    expect(outline(guide)).toEqual({
      Overview: ['Contact the owner before changes'],
      Contain: ['Block the sender in Defender (https://security.microsoft.com)', 'Check mailboxes for: forwarding rules; delegates', 'User was called'],
      'Clean up': ['Delete it from all of them.', 'If somebody clicked, revoke their sessions.'],
      'Clean up › Mailboxes': ['Purge the message from the mailbox'],
    });
    expect(guide.sections[1]?.tasks.map(({ place }) => place)).toEqual(['line 6', 'line 7', 'line 10']);
  });

  it('loses its HTML and unseen characters, and says where', async () => {
    const guide = await markdown('# A\n\n- Isolate the <b onclick="x()">device</b>\n<script>\n- Delete everything\n</script>\n<!-- - Wipe the device -->\n- Collect lo\u200bgs \u202efdp.exe\n');
    expect(outline(guide)).toEqual({ A: ['Isolate the device', 'Collect logs fdp.exe'] });
    expect(guide.warnings).toEqual(['HTML in the Markdown was taken out, the first of it at line 3.', '2 unseen characters (direction, zero width or control) were taken out, the first at line 8.']);
  });

  it('keeps a command with its step, and takes nothing in a fence for a heading', async () => {
    const guide = await markdown('# Hunt\n\n- Run this query:\n  ```kql\n  # DeviceEvents\n  DeviceEvents | take 10\n  ```\n- Save the rows\n');
    expect(outline(guide)).toEqual({ Hunt: ['Run this query: # DeviceEvents DeviceEvents | take 10', 'Save the rows'] });
  });
});

describe('a guide in plain text', () => {
  it('has its headings seen by how they stand', async () => {
    const guide = await text('RANSOMWARE GUIDE\n\n1. Containment\n\n1. Isolate the device from the network.\n2. Disable the account, unless it is a\n   service account.\n\n2. Recovery\n\nRestore files once the device is clean. Backups are kept for 30 days.\n\nContacts:\n- SOC 555-1234\n- Call the CISO on duty\n');
    expect(guide.title).toBe('RANSOMWARE GUIDE');
    expect(outline(guide)).toEqual({
      Containment: ['Isolate the device from the network.', 'Disable the account, unless it is a service account.'],
      Recovery: ['Restore files once the device is clean.'],
      'Recovery › Contacts': ['Call the CISO on duty'],
    });
  });

  it('may be UTF-16 or Windows-1252', async () => {
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Gerät\n\n- Gerät vom Netz trennen\n', 'utf16le')]);
    expect(outline(await readGuidebook(wide, 'a.txt'))).toEqual({ Gerät: ['Gerät vom Netz trennen'] });
    const old = await readGuidebook(Buffer.from('Gerät\n\n- Gerät vom Netz trennen\n', 'latin1'), 'a.txt');
    expect(outline(old)).toEqual({ Gerät: ['Gerät vom Netz trennen'] });
    expect(old.warnings).toEqual(['The file is not UTF-8; it was read as Windows-1252.']);
  });
});

describe('a guide in Word', () => {
  it('gives what stands under its headings, in lists of Word, lists made by hand and tables', async () => {
    const file = await docxOf([
      word.title('Credential theft'), word.heading('Contain'), word.step('Isolate the device'), word.step('Reset the password of:', 0), word.step('the user', 1), word.step('every service account', 1),
      word.heading('Remote sessions', 2), word.text('Sessions outlive a password. Revoke them.'), word.bold('Afterwards'), word.text('1) Write the report'), word.text('☐ Lessons learned'), word.table([['Who', 'What'], ['SOC', 'Close the incident']]),
    ]);
    const guide = await readGuidebook(file, 'guide.DOCX');
    expect(guide).toMatchObject({ title: 'Credential theft', format: 'docx', warnings: [] });
    expect(outline(guide)).toEqual({
      Contain: ['Isolate the device', 'Reset the password of: the user; every service account'],
      'Contain › Remote sessions': ['Revoke them.'],
      'Contain › Remote sessions › Afterwards': ['Write the report', 'Lessons learned', 'Close the incident'],
    });
  });

  const withFiles = async (files: Record<string, string>, options: { level?: number } = {}): Promise<Uint8Array> => {
    const archive = await JSZip.loadAsync(await docxOf([word.heading('A'), word.step('Isolate the device')]));
    for (const [name, content] of Object.entries(files)) archive.file(name, content);
    return archive.generateAsync({ type: 'uint8array', compression: 'DEFLATE', compressionOptions: { level: options.level ?? 9 } });
  };

  it.each<[string, () => Promise<Uint8Array>, GuidebookErrorCode, RegExp]>([
    ['with macros', () => withFiles({ 'word/vbaProject.bin': 'x' }), GuidebookErrorCode.Macros, /holds macros \(word\/vbaProject\.bin\)/],
    ['that unpacks too far', () => withFiles({ 'word/media/a.bin': '\0'.repeat(60 * 1024 * 1024) }), GuidebookErrorCode.Bomb, /more than 48 MB/],
    ['with entities', () => withFiles({ 'word/document.xml': '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }), GuidebookErrorCode.Unreadable, /word\/document\.xml declares a document type at byte 22/],
    ['that is nested too deep', () => withFiles({ 'word/document.xml': '<a>'.repeat(100_000) }), GuidebookErrorCode.Unreadable, /nested too deep at byte \d+/],
    ['that is another ZIP', () => new JSZip().file('a.txt', 'a').generateAsync({ type: 'uint8array' }), GuidebookErrorCode.WrongContent, /no Word document/],
    ['that is cut off', async () => (await docxOf([word.text('Isolate the device')])).slice(0, 2_000), GuidebookErrorCode.Unreadable, /cut off/],
    ['with a password', () => Promise.resolve(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0])), GuidebookErrorCode.Encrypted, /password/],
  ])('%s is refused', async (_, make, code, sentence) => {
    await expect(readGuidebook(await make(), 'guide.docx')).rejects.toMatchObject(refused(code, sentence));
  });
});

describe('a guide as PDF', () => {
  it('gives headings by their size, lists and orders, without what every page repeats', async () => {
    const filler = Array.from({ length: 70 }, (_, at) => `Background line ${at + 1}: attackers often come back to a device that was cleaned too early.`);
    const file = await pdfOf({
      footer: (page, pages) => `Attest handbook, page ${page} of ${pages}`,
      content: [
        { text: 'Ransomware', fontSize: 22 }, { text: 'Contain', fontSize: 16, margin: [0, 12, 0, 6] },
        { ol: ['Isolate every device that shows the note, also those that only share a drive with it, and keep them powered on for the memory', 'Disable the account'] },
        { text: 'Recover', fontSize: 16, margin: [0, 12, 0, 6] }, { ul: ['Restore the files', 'Check the backups'] }, { text: 'The key is kept by the vendor. Call them before anything is deleted.', margin: [0, 10, 0, 0] },
        ...filler, { text: 'Close', fontSize: 16, margin: [0, 12, 0, 6] }, { ul: ['Write the report'] }, { text: 'Notes', pageBreak: 'before' }, 'They end here',
      ],
    });
    const guide = await readGuidebook(file, 'r.pdf');
    expect(guide).toMatchObject({ title: 'Ransomware', format: 'pdf', warnings: [] });
    expect(outline(guide)).toEqual({
      Contain: ['Isolate every device that shows the note, also those that only share a drive with it, and keep them powered on for the memory', 'Disable the account'],
      Recover: ['Restore the files', 'Check the backups', 'Call them before anything is deleted.'],
      Close: ['Write the report'],
    });
    expect(guide.sections[2]?.tasks[0]?.place).toBe('page 2');
  });

  it('keeps what an announcement announces, and the cells of a table apart', async () => {
    const file = await pdfOf({
      content: [
        { text: 'Mail', fontSize: 18 }, { ul: ['Check the mailbox for:', { ul: ['rules that forward', 'rules that delete'] }, 'Revoke the sessions'] },
        { text: 'Who does what', fontSize: 18, margin: [0, 12, 0, 0] }, { layout: 'noBorders', table: { widths: [120, 200], body: [['Service desk', 'Disable old protocols'], ['SOC', 'Write the report']] } },
      ],
    });
    expect(outline(await readGuidebook(file, 'm.pdf'))).toEqual({ Mail: ['Check the mailbox for: rules that forward; rules that delete', 'Revoke the sessions'], 'Who does what': ['Disable old protocols', 'Write the report'] });
  });

  it.each<[string, () => Promise<Uint8Array>, GuidebookErrorCode, RegExp]>([
    ['with a password', () => pdfOf({ content: ['Isolate the device'], userPassword: 'secret' }), GuidebookErrorCode.Encrypted, /protected by a password/],
    ['without text', () => pdfOf({ content: [{ canvas: [{ type: 'rect', x: 0, y: 0, w: 10, h: 10 }] }] }), GuidebookErrorCode.NoText, /no text, only pictures/],
    ['of too many pages', () => pdfOf({ content: Array.from({ length: 301 }, (_, at) => ({ text: `Page ${at}`, ...(at > 0 ? { pageBreak: 'before' as const } : {}) })) }), GuidebookErrorCode.TooLong, /300 pages; this one has 301/],
    ['that is none', () => Promise.resolve(bytesOf('Isolate the device')), GuidebookErrorCode.WrongContent, /no PDF/],
    ['that is broken', () => Promise.resolve(bytesOf('%PDF-1.7\nIsolate the device')), GuidebookErrorCode.Unreadable, /broken/],
    ['that unpacks too far', () => Promise.resolve(streamOf(deflateSync(Buffer.alloc(60 * 1024 * 1024)))), GuidebookErrorCode.Bomb, /unpacks to more than 48 MB \(the stream at byte \d+\)/],
    ['that unpacks too far in two layers', () => Promise.resolve(streamOf(deflateSync(deflateSync(Buffer.alloc(60 * 1024 * 1024))))), GuidebookErrorCode.Bomb, /unpacks to more than 48 MB/],
  ])('%s is refused', async (_, make, code, sentence) => {
    await expect(readGuidebook(await make(), 'guide.pdf')).rejects.toMatchObject(refused(code, sentence));
  });
});

/** A PDF of one packed stream, as far as anything gets to see of it. */
function streamOf(packed: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`%PDF-1.7\n1 0 obj << /Length ${packed.length} /Filter /FlateDecode >>\nstream\n`), packed, Buffer.from('\nendstream endobj\n%%EOF')]);
}

describe('any guide', () => {
  it.each<[string, Uint8Array, string, GuidebookErrorCode, RegExp]>([
    ['nothing', new Uint8Array(), 'a.md', GuidebookErrorCode.Empty, /empty/],
    ['another form', bytesOf('x'), 'a.exe', GuidebookErrorCode.UnknownFormat, /not \.exe/],
    ['a name that is a trap', bytesOf('x'), 'a.constructor', GuidebookErrorCode.UnknownFormat, /not \.constructor/],
    ['more than 3 MB', new Uint8Array(guidebookLimits.bytes + 1), 'a.txt', GuidebookErrorCode.TooLarge, /3 MB; this one has 3\.1 MB/],
    ['bytes', Uint8Array.of(65, 0, 66), 'a.txt', GuidebookErrorCode.WrongContent, /NUL at byte 2/],
    ['spaces', bytesOf(' \n\u200b '), 'a.txt', GuidebookErrorCode.NoText, /no text/],
    ['no task', bytesOf('The weather was fine.'), 'a.txt', GuidebookErrorCode.NoTasks, /nothing in it reads as a task/],
    ['too much text', bytesOf('a'.repeat(1_000_001)), 'a.md', GuidebookErrorCode.TooLong, /1,000,000 characters/],
  ])('that is %s is refused', async (_, bytes, name, code, sentence) => {
    await expect(readGuidebook(bytes, name)).rejects.toMatchObject(refused(code, sentence));
  });

  it('keeps the first 500 tasks, each of at most 1,000 characters', async () => {
    const guide = await markdown(`# A\n- Block ${'word '.repeat(300)}\n${'- Isolate it\n'.repeat(600)}`);
    expect(guide.sections[0]?.tasks).toHaveLength(500);
    expect(guide.sections[0]?.tasks[0]?.text.length).toBeLessThanOrEqual(1_000);
    expect(guide.warnings).toEqual(['Only the first 500 tasks are kept; 101 more are left out.', 'A task was cut to 1000 characters, the first at line 2.']);
  });

  const piece = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('# ', '- ', '1. ', '[ ] ', '\n', '\n\n', '  ', '<script>', '</', '-->', '```', '|', 'Isolate the device', '\u202e', '\ud800', '===', ':', '&#x202e;', '&lt;b&gt;'));
  it('of any text is read the same twice, clean and within limits, or refused with a sentence', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 60 }), fc.constantFrom('a.md', 'a.txt'), async (parts, name) => {
        const bytes = bytesOf(parts.join(''));
        const [one, two] = await Promise.allSettled([readGuidebook(bytes, name), readGuidebook(bytes, name)]);
        expect(two).toEqual(one);
        if (one.status === 'rejected') expect(one.reason).toMatchObject({ name: 'GuidebookError', message: expect.stringMatching(/\.$/) as string });
        else {
          expect(one.value.sections.length).toBeGreaterThan(0);
          for (const { heading, tasks } of one.value.sections) {
            expect(tasks.length).toBeGreaterThan(0);
            for (const each of [heading, one.value.title, ...tasks.map((task) => task.text)]) {
              expect(each).toMatch(/\S/);
              expect(each).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
              expect(each).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/);
              expect(each.length).toBeLessThanOrEqual(1_000);
            }
          }
        }
      }),
    );
  });

  it('of broken bytes under any name is refused, never half read', async () => {
    const whole = await docxOf([word.heading('A'), word.step('Isolate the device')]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 0, max: 255 })), { maxLength: 30 }), async (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        const [result] = await Promise.allSettled([readGuidebook(bytes, 'a.docx')]);
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ name: 'GuidebookError' });
      }),
      { numRuns: 40 },
    );
  });
});
