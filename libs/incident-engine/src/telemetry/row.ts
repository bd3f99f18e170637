import { jsonColumn, type EventRow } from '@attest/security-model';

/** A row with typed access to its columns. */
export class Row {
  readonly table: string;
  readonly action: string;
  readonly at: number;
  private more: Record<string, unknown> | undefined;

  constructor(
    readonly columns: EventRow,
    /** Number that facts cite: `$row` where the store gave one, else the place in the input. */
    readonly number: number,
  ) {
    this.table = columns.Table;
    this.action = this.text('ActionType') ?? '';
    this.at = Date.parse(columns.Timestamp);
  }

  text(column: string): string | undefined {
    const value = this.columns[column] ?? this.extra()[column];
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return typeof value === 'string' && value.trim() !== '' ? value : undefined;
  }

  /** Milliseconds of the row's time rounded for a key; undefined for the year-1 placeholder. */
  get usable(): boolean {
    return Number.isFinite(this.at) && this.at > 0 && !('DerivedFrom' in this.extra());
  }

  device(): string | undefined {
    return this.text('DeviceName');
  }

  /** The account as people write it. */
  account(prefix = ''): string | undefined {
    return this.text(`${prefix}AccountName`) ?? this.text(`${prefix}AccountUpn`);
  }

  private extra(): Record<string, unknown> {
    if (this.more === undefined) {
      const parsed = jsonColumn(this.columns['AdditionalFields']);
      this.more = parsed !== undefined && !Array.isArray(parsed) ? parsed : {};
    }
    return this.more;
  }
}
