import { guidebookGroups, guidebookRefusal, guidebookStateWords } from './guidebook-words.js';

describe('a guide on the page', () => {
  it('stands in one group whatever its state, unless it is deleted', () => {
    const shown = guidebookGroups.flatMap(({ states }) => states);
    expect([...shown, 'DELETED'].sort()).toEqual(Object.keys(guidebookStateWords).sort());
  });

  it('is not sent when it cannot be taken', () => {
    const size = (bytes: number): string => `${bytes} B`;
    expect(guidebookRefusal({ name: 'a.exe', size: 1 }, 10, size)).toBe('a.exe is not a PDF, Word (.docx), Markdown or text file.');
    expect(guidebookRefusal({ name: 'pdf', size: 1 }, 10, size)).toMatch(/is not/);
    expect(guidebookRefusal({ name: 'a.pdf', size: 0 }, 10, size)).toBe('a.pdf is empty.');
    expect(guidebookRefusal({ name: 'a.pdf', size: 11 }, 10, size)).toBe('a.pdf has 11 B; a guide may have 10 B.');
    expect(guidebookRefusal({ name: 'A.DOCX', size: 10 }, 10, size)).toBeUndefined();
    expect(guidebookRefusal({ name: 'a.md', size: 11 }, undefined, size)).toBeUndefined();
  });
});
