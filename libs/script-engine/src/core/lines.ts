/** Finds lines and columns of offsets in one text. Lines end with LF, CR LF or CR; both counts start at 1. */
export class LineIndex {
  private readonly starts: number[] = [0];

  constructor(private readonly text: string) {
    const breaks = /\r\n|\n|\r/g;
    while (breaks.exec(text) !== null) this.starts.push(breaks.lastIndex);
  }

  line(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Where a line begins. */
  start(line: number): number {
    return this.starts[line - 1] ?? this.text.length;
  }

  column(offset: number): number {
    return offset - (this.starts[this.line(offset) - 1] as number) + 1;
  }

  /** The text of some lines, both ends included. */
  slice(line: number, endLine: number): string {
    return this.text.slice(this.starts[line - 1] ?? 0, this.starts[endLine] ?? this.text.length);
  }

  /** Every line with its offset, without its line end. */
  *lines(): Generator<{ text: string; start: number }> {
    for (let i = 0; i < this.starts.length; i++) {
      const start = this.starts[i] as number;
      const end = this.starts[i + 1] ?? this.text.length;
      yield { text: this.text.slice(start, end).replace(/[\r\n]+$/, ''), start };
    }
  }
}
