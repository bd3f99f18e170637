/**
 * The text of a shell script with its comments replaced by spaces; same length, line ends stay. A `#` in quotes, in a
 * here-document or inside `${...}` begins no comment. One pass over the text, whatever it holds.
 */
export function bashCodeMask(text: string): string {
  const comments: [number, number][] = [];
  new CommentFinder(text, comments).run();
  if (comments.length === 0) return text;
  const out: string[] = [];
  let last = 0;
  for (const [start, end] of comments) {
    out.push(text.slice(last, start), ' '.repeat(end - start));
    last = end;
  }
  out.push(text.slice(last));
  return out.join('');
}

/** What an open bracket, quote or substitution goes back to when it closes. */
type Frame = 'code' | 'double' | 'brace' | 'backtick' | 'arithmetic';

class CommentFinder {
  private at = 0;
  private readonly frames: { kind: Frame; parens: number }[] = [{ kind: 'code', parens: 0 }];
  private pending: { delimiter: string; stripTabs: boolean }[] = [];

  constructor(
    private readonly text: string,
    private readonly comments: [number, number][],
  ) {}

  run(): void {
    while (this.at < this.text.length) this.step();
  }

  private top(): { kind: Frame; parens: number } {
    return this.frames[this.frames.length - 1] as { kind: Frame; parens: number };
  }

  private step(): void {
    const { text } = this;
    const character = text[this.at] as string;
    const frame = this.top();
    if (character === '\\') {
      this.at += 2;
      return;
    }
    if (character === '$' && (text[this.at + 1] === '(' || text[this.at + 1] === '{')) {
      const arithmetic = text[this.at + 1] === '(' && text[this.at + 2] === '(';
      this.frames.push({ kind: text[this.at + 1] === '{' ? 'brace' : arithmetic ? 'arithmetic' : 'code', parens: arithmetic ? 2 : 1 });
      this.at += arithmetic ? 3 : 2;
      return;
    }
    if (character === '`') {
      if (frame.kind === 'backtick') this.frames.pop();
      else this.frames.push({ kind: 'backtick', parens: 0 });
      this.at++;
      return;
    }
    if (frame.kind === 'double') {
      if (character === '"') this.frames.pop();
      this.at++;
      return;
    }
    if (character === '"') {
      this.frames.push({ kind: 'double', parens: 0 });
      this.at++;
      return;
    }
    if (character === "'" && frame.kind !== 'arithmetic') {
      this.singleQuoted();
      return;
    }
    if (frame.kind === 'brace') {
      if (character === '}') this.frames.pop();
      this.at++;
      return;
    }
    if (character === '(') frame.parens++;
    if (character === ')' && this.frames.length > 1 && frame.kind !== 'backtick' && --frame.parens === 0) {
      this.frames.pop();
      this.at++;
      return;
    }
    if (frame.kind !== 'arithmetic') {
      if (character === '#' && this.startsWord()) {
        this.comment();
        return;
      }
      if (character === '<' && text[this.at + 1] === '<' && text[this.at + 2] !== '<' && text[this.at - 1] !== '<' && !this.inArithmeticCommand()) {
        this.hereDocument();
        return;
      }
    }
    this.at++;
    if (character === '\n' && this.pending.length > 0) this.bodies();
  }

  private singleQuoted(): void {
    const ansi = this.text[this.at - 1] === '$';
    if (!ansi) {
      const end = this.text.indexOf("'", this.at + 1);
      this.at = end < 0 ? this.text.length : end + 1;
      return;
    }
    let i = this.at + 1;
    while (i < this.text.length && this.text[i] !== "'") i += this.text[i] === '\\' ? 2 : 1;
    this.at = i + 1;
  }

  private startsWord(): boolean {
    return this.at === 0 || /[\s;&|()`]/.test(this.text[this.at - 1] as string);
  }

  private inArithmeticCommand(): boolean {
    // `((x << 2))`: a shift has blanks or digits around it and stands in double parentheses.
    const line = this.text.slice(Math.max(0, this.at - 200), this.at);
    const open = line.lastIndexOf('((');
    return open >= 0 && line.indexOf('))', open) < 0;
  }

  private comment(): void {
    const { text } = this;
    let end = text.indexOf('\n', this.at);
    if (end < 0) end = text.length;
    if (this.top().kind === 'backtick') {
      const tick = text.indexOf('`', this.at);
      if (tick >= 0 && tick < end) end = tick;
    }
    const stop = text[end - 1] === '\r' ? end - 1 : end;
    // The first line of a script names its interpreter.
    if (!(this.at === 0 && text.startsWith('#!')) && stop > this.at) this.comments.push([this.at, stop]);
    this.at = end;
  }

  private hereDocument(): void {
    const match = /^<<(-?)[ \t]*((?:\\[^]|'[^'\n]*'|"[^"\n]*"|[^\s;&|<>()'"\\]){1,200})/.exec(this.text.slice(this.at, this.at + 260));
    if (!match) {
      this.at += 2;
      return;
    }
    const delimiter = (match[2] as string).replace(/\\([^])|["']/g, '$1');
    this.pending.push({ delimiter, stripTabs: match[1] === '-' });
    this.at += match[0].length;
  }

  private bodies(): void {
    for (const { delimiter, stripTabs } of this.pending) {
      while (this.at < this.text.length) {
        let end = this.text.indexOf('\n', this.at);
        if (end < 0) end = this.text.length;
        const stop = this.text[end - 1] === '\r' ? end - 1 : end;
        // Only a line about as long as the delimiter can be it.
        const line = stop - this.at <= delimiter.length + 64 ? this.text.slice(this.at, stop) : '';
        this.at = Math.min(this.text.length, end + 1);
        if ((stripTabs ? line.replace(/^\t+/, '') : line) === delimiter) break;
      }
    }
    this.pending = [];
  }
}
