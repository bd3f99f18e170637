import { textOf } from '../../core/codecs.js';
import { languageOfName } from '../../core/detect-language.js';
import type { Mutable } from './journal.js';
import type { Recorder, Span } from './recorder.js';
import { commandText, join, knownText, Unknown } from './unknown.js';

/** A file that the script writes, in the evaluation only. */
export class VirtualFile implements Mutable {
  trail: readonly string[] = [];

  constructor(
    readonly path: string,
    readonly recorder: Recorder,
    public span: Span,
    public content: string | Unknown | Uint8Array = '',
  ) {}

  snapshot(): unknown {
    return this.content;
  }

  restore(saved: unknown): void {
    this.content = saved as string | Unknown | Uint8Array;
  }

  same(saved: unknown): boolean {
    return saved === this.content;
  }

  blur(): void {
    // A file written on one side only is still a file the script may write.
  }

  append(content: string | Unknown | Uint8Array): void {
    if (content instanceof Uint8Array) {
      const before = this.content instanceof Uint8Array ? this.content : new Uint8Array();
      this.content = before.length === 0 ? content : new Uint8Array(Buffer.concat([before, content]));
    } else this.content = join(this.content instanceof Uint8Array ? new Unknown('bytes') : this.content, content);
  }
}

const selfNames = /^\W{0,4}(?:wscript[._]scriptfullname|__file__|__filename|sys[._]argv[[_]0[\]_]?)\W{0,4}$/i;

/** The files that a script writes. */
export class VirtualFiles {
  /** The file that the script stands in, when it reads itself. */
  own: VirtualFile | undefined;
  private readonly files = new Map<string, VirtualFile>();

  get(path: string): VirtualFile | undefined {
    return this.files.get(path.toLowerCase()) ?? (selfNames.test(path) ? this.own : undefined);
  }

  put(file: VirtualFile): void {
    if (this.files.size < 500) this.files.set(file.path.toLowerCase(), file);
  }

  /** Gives the files that hold scripts, and those that hold data that is no text, to the recorders of the texts that wrote them. */
  report(): void {
    for (const file of this.files.values()) {
      const language = languageOfName(file.path);
      const name = `written to ${file.path.length > 120 ? `${file.path.slice(0, 120)}…` : file.path}`;
      const rules = [...file.trail, name];
      if (file.content instanceof Uint8Array) {
        const text = textOf(file.content);
        if (text !== undefined) file.recorder.payload(text.text, language, rules, file.span);
        else if (file.content.length > 0) file.recorder.payload('', language, rules, file.span, { bytes: file.content });
      } else if (language !== undefined || scriptlike.test(file.path)) {
        if (file.content instanceof Unknown) {
          if (file.content.remote) file.recorder.missing('remoteContent', `what is ${name}`, file.span);
          if (knownText(file.content).trim().length < 12) continue;
          file.recorder.missing('unknownValue', `part of what is ${name}`, file.span);
        }
        file.recorder.payload(commandText(file.content, language === 'bash' ? 'bash' : 'batch'), language, rules, file.span);
      }
    }
  }
}

const scriptlike = /\.(?:sct|xsl|xml|html?|inf|reg|url|cs|service|desktop|plist|php|pl|rb)$/i;
