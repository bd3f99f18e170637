import { enumTables } from '../graph/enums.js';
import { cleanText } from './raw-copy.js';

const ALIASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  alertDetermination: {
    compromiseduser: 'compromisedAccount',
    clean: 'notMalicious',
    insufficientdata: 'notEnoughDataToValidate',
    confirmeduseractivity: 'confirmedActivity',
  },
};

const folded = new Map<string, Map<string, string>>();
for (const [name, values] of Object.entries(enumTables)) {
  const table = new Map(values.map((value) => [fold(value), value]));
  for (const [alias, value] of Object.entries(ALIASES[name] ?? {})) table.set(alias, value);
  folded.set(name, table);
}

function fold(value: string): string {
  return value.toLowerCase().replace(/[\s_-]+/g, '');
}

/**
 * The value as Microsoft Graph spells it: compared without case, spaces, `_` and `-` (`TruePositive`, `true positive`), with
 * the older determination names mapped (`compromisedUser` is `compromisedAccount`). A value that is not known comes back
 * as it is, trimmed. `enumName` is a Graph enumeration name such as `alertSeverity`.
 */
export function enumValue(enumName: string, value: string): string {
  const text = cleanText(value).trim();
  return (text.length <= 80 ? folded.get(enumName)?.get(fold(text)) : undefined) ?? text;
}

/** True when both are the same enumeration value, whatever their case or spelling; see {@link enumValue}. */
export function sameEnumValue(enumName: string, a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return enumValue(enumName, a).toLowerCase() === enumValue(enumName, b).toLowerCase();
}
