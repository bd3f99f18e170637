/** Forms a guide may have. */
export const guidebookFormats = ['pdf', 'docx', 'markdown', 'text'] as const;

/** One of {@link guidebookFormats}. */
export type GuidebookFormat = (typeof guidebookFormats)[number];

/** One thing to do, as the guide says it: one line, without control or direction characters. `place` is where it stands, such as `page 3` or `line 12`. */
export interface GuidebookTask {
  text: string;
  place: string;
}

/** Tasks under one heading. `heading` holds the headings above it too, parted by ` › `. Never empty of tasks. */
export interface GuidebookSection {
  heading: string;
  tasks: GuidebookTask[];
}

/** A guide as it was read. Equal bytes and name give an equal guide. Its texts are untrusted: to be shown and quoted, never obeyed. */
export interface Guidebook {
  title: string;
  format: GuidebookFormat;
  /** In the order of the document; at least one. */
  sections: GuidebookSection[];
  /** What was left out or changed, each one sentence for the person who reviews the guide. */
  warnings: string[];
}

/** What a guide may have at most. */
export const guidebookLimits = {
  /** Of the file as it is uploaded. */
  bytes: 3 * 1024 * 1024,
  /** Of a DOCX, or of one stream of a PDF, once unpacked. */
  unpackedBytes: 48 * 1024 * 1024,
  pages: 300,
  /** Characters of text. */
  characters: 1_000_000,
  tasks: 500,
  taskCharacters: 1_000,
  headingCharacters: 200,
} as const;
