/** One setting: where it is read, what it means, what it is when unset. The README table is printed from these. */
export interface Setting {
  variable: string;
  description: string;
  fallback: string;
  secret?: boolean;
}

/** A setting has a value Attest cannot use. The sentence names the variable and what is accepted. */
export class ConfigError extends Error {
  constructor(readonly variable: string, expected: string) {
    super(`${variable} must be ${expected}.`);
    this.name = 'ConfigError';
  }
}

/** A http or https address without a slash at its end. */
export function address(variable: string, text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) throw new ConfigError(variable, 'an http or https address');
  return text.replace(/\/+$/, '');
}
