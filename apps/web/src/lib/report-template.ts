/** The template as the form holds it: paragraphs of a section as one text, parted by empty lines. */
export interface TemplateForm {
  title: string;
  organisation: string;
  logo: string;
  tlp: string;
  language: string;
  sections: readonly FormSection[];
}

/** `key` tells sections apart while they are moved; it is not stored. */
export interface FormSection {
  key: string;
  title: string;
  text: string;
}

/** The template as the server holds it. */
export interface StoredTemplate {
  title?: string | null;
  organisation?: string | null;
  logo?: string | null;
  tlp?: string | null;
  language?: string | null;
  extraSections: readonly { title: string; paragraphs: readonly string[] }[];
}

/** A field of the form that a refusal can be about. */
export type TemplateField = 'title' | 'organisation' | 'logo' | 'tlp' | 'language' | 'sections';

export const largestLogo = 500_000;
export const mostSections = 50;

export function toForm(stored: StoredTemplate): TemplateForm {
  return {
    title: stored.title ?? '',
    organisation: stored.organisation ?? '',
    logo: stored.logo ?? '',
    tlp: stored.tlp || 'TLP:AMBER',
    language: stored.language || 'en',
    sections: stored.extraSections.map(({ title, paragraphs }, index) => ({ key: `stored-${index}`, title, text: paragraphs.join('\n\n') })),
  };
}

/** What is sent: sections without title and text are left out, as nobody wrote them. */
export function toInput({ sections, ...form }: TemplateForm): Omit<TemplateForm, 'sections'> & { extraSections: { title: string; paragraphs: string[] }[] } {
  return {
    ...form,
    title: form.title.trim(),
    organisation: form.organisation.trim(),
    extraSections: sections
      .map(({ title, text }) => ({ title: title.trim(), paragraphs: text.split(/\n[^\S\n]*\n+/).map((paragraph) => paragraph.trim()).filter(Boolean) }))
      .filter(({ title, paragraphs }) => title !== '' || paragraphs.length > 0),
  };
}

/** Whether two forms would be stored as the same template. */
export function sameTemplate(a: TemplateForm, b: TemplateForm): boolean {
  return JSON.stringify(toInput(a)) === JSON.stringify(toInput(b));
}

/** The section at a place moved by one, up (-1) or down (1); the same list where it cannot move. */
export function moveSection(sections: readonly FormSection[], index: number, by: -1 | 1): readonly FormSection[] {
  const other = index + by;
  const moved = sections[index];
  const passed = sections[other];
  if (!moved || !passed) return sections;
  return sections.map((section, at) => (at === index ? passed : at === other ? moved : section));
}

/** Which field the server's sentence is about; undefined when it names none. */
export function fieldOfRefusal(sentence: string, named?: string): TemplateField | undefined {
  const fields: readonly [TemplateField, RegExp][] = [
    ['logo', /\blogo\b/i],
    ['tlp', /\bmarking\b|\btlp\b/i],
    ['sections', /\bextra ?sections?\b/i],
    ['organisation', /\borganisation\b/i],
    ['language', /\blanguage\b/i],
    ['title', /\btitle\b/i],
  ];
  return fields.find(([, words]) => words.test(named ?? ''))?.[0] ?? fields.find(([, words]) => words.test(sentence))?.[0];
}

/** Why a file cannot be the logo, before it is read. */
export function logoRefusal(file: { type: string; size: number }): string | undefined {
  if (file.type !== 'image/png' && file.type !== 'image/jpeg') return 'The logo must be a PNG or a JPEG.';
  if (file.size > largestLogo) return `The logo has ${Math.ceil(file.size / 1000).toLocaleString('en-GB')} kB; it may have 500 kB.`;
  if (file.size === 0) return 'The file is empty.';
  return undefined;
}

/** Whether bytes begin as a PNG or JPEG does; a name or type alone is only a claim. */
export function isPicture(bytes: Uint8Array): boolean {
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  return png.every((byte, index) => bytes[index] === byte) || (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff);
}
