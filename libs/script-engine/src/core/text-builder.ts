import type { OriginSegment } from './evaluation.js';

/** Builds a derived text piece by piece together with its origin map. */
export class TextBuilder {
  private readonly pieces: string[] = [];
  readonly segments: OriginSegment[] = [];
  length = 0;

  constructor(private readonly parent: string) {}

  /** Takes a stretch of the parent as it is. */
  copy(start: number, end: number): void {
    if (end <= start) return;
    const last = this.segments.at(-1);
    if (last?.exact && last.parentEnd === start) {
      last.end += end - start;
      last.parentEnd = end;
    } else this.segments.push({ start: this.length, end: this.length + end - start, parentStart: start, parentEnd: end, exact: true });
    this.pieces.push(this.parent.slice(start, end));
    this.length += end - start;
  }

  /** Puts a text made from a stretch of the parent. */
  put(text: string, start: number, end: number): void {
    if (text.length === 0) return;
    this.segments.push({ start: this.length, end: this.length + text.length, parentStart: start, parentEnd: end, exact: false });
    this.pieces.push(text);
    this.length += text.length;
  }

  text(): string {
    return this.pieces.join('');
  }
}
