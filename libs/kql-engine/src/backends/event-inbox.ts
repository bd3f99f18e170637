import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlString } from '../translator/sql-value.js';

/** Rows on their way into the database. */
export interface WaitingRows {
  file: string;
  /** No line has more bytes. */
  longestLine: number;
  remove(): Promise<void>;
}

/**
 * A folder of its own through which rows go into one database: DuckDB reads JSON from a file with all its threads, and
 * text that is handed to it with one. It is the only folder that DuckDB may touch, it holds rows for no longer than they
 * take to be read, and only its owner may look into it.
 */
export class EventInbox {
  private count = 0;

  private constructor(private readonly folder: string) {}

  /**
   * Makes the folder, beside the database file where there is one, and allows it to the database of `connection`: before
   * that is closed to the outside. Undefined where no folder can be made; rows then go the slower way.
   */
  static async open(connection: DuckDBConnection, databaseFile?: string): Promise<EventInbox | undefined> {
    let folder: string;
    try {
      if (databaseFile === undefined) folder = mkdtempSync(join(tmpdir(), 'attest-rows-'));
      else {
        folder = `${databaseFile}.rows`;
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { mode: 0o700 });
      }
    } catch {
      return undefined;
    }
    await connection.run(`SET allowed_directories = [${sqlString(`${folder}/`)}]`);
    return new EventInbox(folder);
  }

  /** Puts rows where DuckDB can read them; undefined when there is no room for them. */
  async write(lines: string | Uint8Array): Promise<WaitingRows | undefined> {
    this.count += 1;
    const file = join(this.folder, `${this.count}.jsonl`);
    try {
      await writeFile(file, lines, { mode: 0o600 });
    } catch {
      await rm(file, { force: true }).catch(() => undefined);
      return undefined;
    }
    return { file, longestLine: longestLine(lines), remove: () => rm(file, { force: true }) };
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** In bytes, or a little more. */
function longestLine(lines: string | Uint8Array): number {
  let longest = 0;
  for (let at = 0; at < lines.length; ) {
    const end = typeof lines === 'string' ? lines.indexOf('\n', at) : lines.indexOf(10, at);
    const next = end === -1 ? lines.length : end;
    longest = Math.max(longest, next - at);
    at = next + 1;
  }
  return typeof lines === 'string' ? longest * 3 : longest;
}
