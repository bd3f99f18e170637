import { GuidebookErrorCode } from './guidebook.error.js';
import { GuidebookReader } from './guidebook-reader.js';
import { readGuidebook } from './read-guidebook.js';
import { docxOf, word } from './fixtures/guide-files.js';

describe('GuidebookReader', () => {
  it('gives what the same thread gives, several at once, and refusals with their codes', async () => {
    const reader = new GuidebookReader();
    const file = await docxOf([word.heading('Contain'), word.step('Isolate the device')]);
    const [one, two] = await Promise.allSettled([reader.read(file, 'a.docx'), reader.read(new Uint8Array(), 'a.md')]);
    expect(one).toMatchObject({ status: 'fulfilled', value: await readGuidebook(file, 'a.docx') });
    expect(two).toMatchObject({ status: 'rejected', reason: { code: GuidebookErrorCode.Empty } });
    await reader.close();
    await expect(reader.read(file, 'a.docx')).rejects.toThrow('closed');
  });

  it('ends what takes too long, and goes on', async () => {
    const file = await docxOf([word.step('Isolate the device')]);
    const hasty = new GuidebookReader({ endAfterMs: 1 });
    await expect(hasty.read(file, 'a.docx')).rejects.toMatchObject({ code: GuidebookErrorCode.TooMuchWork, message: expect.stringMatching(/too much time/) as string });
    await hasty.close();
    const patient = new GuidebookReader();
    await expect(patient.read(file, 'a.docx')).resolves.toMatchObject({ format: 'docx' });
    await patient.close();
  });
});
