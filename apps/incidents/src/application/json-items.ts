import type { Readable } from 'node:stream';
import Assembler from 'stream-json/assembler.js';
import parser from 'stream-json/parser.js';
import { IncidentsError, IncidentsErrorCode } from '../domain/incidents.error.js';

/** One value of an import with its JSON path. */
export interface JsonItem {
  path: string;
  value: unknown;
}

type Token = parser.Token;

/**
 * Yields the items of an import as they arrive, one in memory at a time: the elements of a list, those of a page's `value`,
 * or the one object itself.
 * @throws IncidentsError NotJson at text that is not JSON; what was yielded before it stands
 */
export async function* jsonItems(source: Readable): AsyncGenerator<JsonItem> {
  const tokens = parser.asStream({ packKeys: true, packStrings: true, packNumbers: true, streamKeys: false, streamStrings: false, streamNumbers: false });
  source.on('error', (error) => tokens.destroy(error));
  source.pipe(tokens);
  const reader = new ItemReader();
  try {
    for await (const token of tokens as AsyncIterable<Token>) yield* reader.take(token);
    yield* reader.end();
  } catch (error) {
    if (error instanceof IncidentsError) throw error;
    if (isSourceError(error)) throw error;
    throw new IncidentsError(IncidentsErrorCode.NotJson, `This is not JSON${reader.where()}: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}`, reader.where().trim() || undefined);
  } finally {
    source.unpipe(tokens);
    tokens.destroy();
  }
}

/** Errors of the transport (size limit, broken gzip) keep their own sentence. */
function isSourceError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(ERR_STREAM|ECONN|Z_)/.test(error.code);
}

/** Follows the tokens: what is an item is assembled and handed out, the rest of a page is passed over. */
class ItemReader {
  private depth = 0;
  private assembling: Assembler | undefined;
  private itemDepth = 0;
  private path = '$';
  private index = 0;
  private root: 'none' | 'list' | 'object' = 'none';
  private key: string | undefined;
  private inPage = false;
  private single: Assembler | undefined;
  private values = 0;

  where(): string {
    return this.root === 'list' || this.inPage ? ` after item ${this.index}` : '';
  }

  *take(token: Token): Generator<JsonItem> {
    const opens = token.name === 'startObject' || token.name === 'startArray';
    const closes = token.name === 'endObject' || token.name === 'endArray';
    if (this.root === 'none') {
      this.root = token.name === 'startArray' ? 'list' : 'object';
      if (this.root === 'list') {
        this.depth = 1;
        return;
      }
      this.single = new Assembler();
    }
    if (this.assembling) {
      this.feed(this.assembling, token);
      if (opens) this.depth++;
      if (closes) this.depth--;
      if (closes && this.depth === this.itemDepth) yield this.finish(this.assembling.current);
      return;
    }
    const listDepth = this.inPage ? 2 : 1;
    if ((this.root === 'list' || this.inPage) && this.depth === listDepth && !closes) {
      if (!opens) {
        yield this.finish(token.value);
        return;
      }
      this.assembling = new Assembler();
      this.feed(this.assembling, token);
      this.itemDepth = this.depth;
      this.depth++;
      return;
    }
    if (this.root === 'object') this.takeOutside(token, opens, closes);
  }

  *end(): Generator<JsonItem> {
    if (this.root === 'none') throw new IncidentsError(IncidentsErrorCode.NothingSent, 'Nothing was sent. Send an incident, a list of incidents, or a page with a "value" list.');
    if (this.single && this.values === 0 && !this.sawPage) yield { path: '$', value: this.single.current as unknown };
  }

  private sawPage = false;

  private takeOutside(token: Token, opens: boolean, closes: boolean): void {
    if (this.depth === 1 && token.name === 'keyValue') this.key = String(token.value);
    if (this.depth === 1 && this.key === 'value' && token.name === 'startArray') {
      this.inPage = true;
      this.sawPage = true;
      this.path = '$.value';
      this.feed(this.single, { name: 'nullValue', value: null } as unknown as Token);
      this.depth = 2;
      return;
    }
    if (this.inPage && this.depth === 2 && token.name === 'endArray') {
      this.inPage = false;
      this.depth = 1;
      this.key = undefined;
      return;
    }
    this.feed(this.single, token);
    if (opens) this.depth++;
    if (closes) this.depth--;
  }

  private feed(assembler: Assembler | undefined, token: Token): void {
    assembler?.consume(token);
  }

  private finish(value: unknown): JsonItem {
    this.assembling = undefined;
    this.values++;
    return { path: `${this.path}[${this.index++}]`, value };
  }
}
