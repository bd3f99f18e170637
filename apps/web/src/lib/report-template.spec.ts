import { fieldOfRefusal, isPicture, logoRefusal, moveSection, sameTemplate, toForm, toInput, type TemplateForm } from './report-template.js';

const form: TemplateForm = toForm({ title: 'Incident report', organisation: null, logo: '', tlp: 'TLP:GREEN', language: 'de', extraSections: [{ title: 'Scope', paragraphs: ['One.', 'Two.'] }, { title: 'Distribution', paragraphs: [] }] });

describe('the report template', () => {
  test('comes back from the form as it was', () => {
    expect(toInput(form)).toEqual({ title: 'Incident report', organisation: '', logo: '', tlp: 'TLP:GREEN', language: 'de', extraSections: [{ title: 'Scope', paragraphs: ['One.', 'Two.'] }, { title: 'Distribution', paragraphs: [] }] });
  });

  test('leaves out sections that nobody wrote', () => {
    const input = toInput({ ...form, sections: [{ key: '1', title: ' ', text: '\n' }, { key: '2', title: '', text: 'Only text\nof two lines\n \n\nand another' }] });
    expect(input.extraSections).toEqual([{ title: '', paragraphs: ['Only text\nof two lines', 'and another'] }]);
  });

  test('has changed only when it would be stored otherwise', () => {
    expect(sameTemplate(form, { ...form, title: ' Incident report ', sections: [...form.sections, { key: 'new', title: '', text: '' }] })).toBe(true);
    expect(sameTemplate(form, { ...form, sections: moveSection(form.sections, 0, 1) })).toBe(false);
  });

  test('moves a section by one, and none beyond an end', () => {
    expect(moveSection(form.sections, 1, -1).map(({ title }) => title)).toEqual(['Distribution', 'Scope']);
    expect(moveSection(form.sections, 0, -1)).toBe(form.sections);
    expect(moveSection(form.sections, 1, 1)).toBe(form.sections);
  });

  test.each([
    ['The logo must be a PNG or JPEG of at most 500 kB, given as a data URI.', 'logo'],
    ['The marking must be one of TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT, TLP:RED.', 'tlp'],
    ['A report takes at most 50 extra sections.', 'sections'],
    ['"title" of the template must be a text.', 'title'],
    ['"extraSections" of the template must be a list of {"title", "paragraphs"}.', 'sections'],
    ['The server is busy.', undefined],
  ])('finds the field of %p', (sentence, field) => {
    expect(fieldOfRefusal(sentence)).toBe(field);
  });

  test('goes by the field the server names before the words', () => {
    expect(fieldOfRefusal('The text is too long for a title.', 'organisation')).toBe('organisation');
  });

  test('takes a PNG or JPEG of up to 500 kB as logo', () => {
    expect(logoRefusal({ type: 'image/png', size: 500_000 })).toBeUndefined();
    expect(logoRefusal({ type: 'image/jpeg', size: 500_001 })).toBe('The logo has 501 kB; it may have 500 kB.');
    expect(logoRefusal({ type: 'image/svg+xml', size: 10 })).toBe('The logo must be a PNG or a JPEG.');
    expect(logoRefusal({ type: 'image/png', size: 0 })).toBe('The file is empty.');
    expect(isPicture(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))).toBe(true);
    expect(isPicture(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toBe(true);
    expect(isPicture(new TextEncoder().encode('<svg onload=alert(1)>'))).toBe(false);
    expect(isPicture(new Uint8Array())).toBe(false);
  });
});
