/** The languages Attest reads. `unknown` is text in none of them. */
export const scriptLanguages = ['powershell', 'batch', 'bash', 'vbscript', 'javascript', 'python', 'unknown'] as const;

/** One of {@link scriptLanguages}. */
export type ScriptLanguage = (typeof scriptLanguages)[number];
