import type { Fact, FactValue } from '@attest/cards';
import { factValues, type Row } from '@attest/incident-engine';

/** Columns of a row that a reason may speak of. */
const spoken = [
  'ActionType',
  'DeviceName',
  'FileName',
  'FolderPath',
  'SHA1',
  'SHA256',
  'ProcessId',
  'ProcessCommandLine',
  'AccountName',
  'AccountUpn',
  'RemoteIP',
  'RemotePort',
  'FileOriginUrl',
  'RegistryKey',
  'RegistryValueData',
  'ServiceName',
  'ServiceFileName',
  'InitiatingProcessFileName',
  'InitiatingProcessId',
  'InitiatingProcessAccountName',
  'IPAddress',
  'ErrorCode',
  'LogonType',
  'Subject',
  'RecipientEmailAddress',
  'SenderFromAddress',
  'OrgLevelPolicy',
  'RiskState',
  'NetworkLocationDetails',
  'AuthenticationRequirement',
] as const;

/** Makes the facts that reasons cite beyond those of the incident: `p..` read from a row, `g..` derived. Ids follow the order of asking. */
export class FactDesk {
  private readonly made: Fact[] = [];
  private readonly byRow = new Map<string, string>();
  private readonly byContent = new Map<string, string>();
  private rows = 0;
  private derived = 0;

  /** All facts made so far. */
  facts(): Fact[] {
    return [...this.made];
  }

  /** The fact of a row; asking again for the same row and type gives the same id. */
  row(row: Row, type: string, more: Record<string, FactValue | undefined> = {}): string {
    const key = `${type} ${row.table} ${row.number}`;
    const known = this.byRow.get(key);
    if (known !== undefined) return known;
    const id = `p${++this.rows}`;
    const values: Record<string, FactValue | undefined> = {};
    for (const column of spoken) values[column] = row.text(column);
    const reportId = row.text('ReportId');
    this.made.push({
      id,
      type,
      time: row.columns.Timestamp,
      values: factValues({ ...values, ...more }),
      source: { kind: 'event', table: row.table, row: row.number, ...(reportId === undefined ? {} : { reportId }), timestamp: row.columns.Timestamp },
    });
    this.byRow.set(key, id);
    return id;
  }

  /** A fact that follows from others by a rule. Equal content gives the same id. */
  derive(type: string, rule: string, from: readonly string[], values: Record<string, FactValue | undefined>): string {
    const content = JSON.stringify([type, rule, from, values]);
    const known = this.byContent.get(content);
    if (known !== undefined) return known;
    const id = `g${++this.derived}`;
    this.made.push({ id, type, values: factValues(values), source: { kind: 'derived', from: [...from], rule } });
    this.byContent.set(content, id);
    return id;
  }

  /** A fact that a field of the incident itself holds. */
  field(field: string, type: string, values: Record<string, FactValue | undefined>): string {
    const content = JSON.stringify([field, type, values]);
    const known = this.byContent.get(content);
    if (known !== undefined) return known;
    const id = `g${++this.derived}`;
    this.made.push({ id, type, values: factValues(values), source: { kind: 'incident', field } });
    this.byContent.set(content, id);
    return id;
  }
}
