/** Columns that tell most about an advanced hunting row, best first. */
const telling = ['ActionType', 'Title', 'Subject', 'AccountUpn', 'AccountName', 'DeviceName', 'FileName', 'ProcessCommandLine', 'RemoteUrl', 'RemoteIP', 'RegistryKey', 'SenderFromAddress', 'RecipientEmailAddress', 'EntityType', 'EvidenceRole', 'IPAddress'];
const limit = 5;
const longest = 160;

/** The few values of an event row that tell it apart from its neighbours, as one line. */
export function glanceAt(values: unknown): string {
  if (typeof values !== 'object' || values === null) return '';
  const row = values as Record<string, unknown>;
  return telling
    .map((column) => row[column])
    .filter((value): value is string | number => (typeof value === 'string' && value !== '') || typeof value === 'number')
    .slice(0, limit)
    .map((value) => shorten(String(value)))
    .join(' · ');
}

function shorten(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
