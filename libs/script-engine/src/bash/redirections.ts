import type { Redirection } from 'unbash';
import { ansiQuote, quoteWord } from './shell-quote.js';
import type { InputStream, Runner } from './runner.js';
import { emptyData, known, type Data } from './shell-text.js';

/** What the redirections of a command come to. */
export interface Redirected {
  /** Undefined: as before. */
  readonly stdin: InputStream | undefined;
  /** Standard input comes from a place that is not known. */
  readonly closedInput: boolean;
  /** Where output goes: to who reads it, to a file (or a process), or to nobody. */
  readonly out: 'inherit' | 'none' | 'kept';
  /** Passes output on that was kept. */
  finish(data: Data): void;
  /** The redirections as they would be typed. */
  readonly shown: string;
  readonly novel: boolean;
  /** Names of files that are written. */
  readonly written: readonly string[];
  /** Input that was opened under a number of its own. */
  readonly opened: ReadonlyMap<string, InputStream>;
}

const none: Redirected = { stdin: undefined, closedInput: false, out: 'inherit', finish: () => undefined, shown: '', novel: false, written: [], opened: new Map() };

/** Expands redirections and says where input comes from and where output goes. */
export function applyRedirections(shell: Runner, redirections: readonly Redirection[]): Redirected {
  if (redirections.length === 0) return none;
  let stdin: InputStream | undefined;
  let closedInput = false;
  let out: Redirected['out'] = 'inherit';
  let novel = false;
  const opened = new Map<string, InputStream>();
  const targets: { path: string; append: boolean }[] = [];
  const shown: string[] = [];
  for (const redirection of redirections) {
    shell.budget.step();
    const { descriptor } = redirection;
    const fd = descriptor === undefined ? '' : descriptor.type === 'FileDescriptor' ? String(descriptor.value) : `{${descriptor.name}}`;
    const open = (stream: InputStream): void => {
      if (fd === '' || fd === '0') stdin = stream;
      else opened.set(fd, stream);
    };
    if (redirection.type === 'HereDoc') {
      const raw = redirection.operator === '<<-' ? redirection.body.text.replace(/^\t+/gm, '') : redirection.body.text;
      let data = shell.expansion.hereDocument(redirection.body.parts, raw);
      if (redirection.operator === '<<-' && redirection.body.parts) data = { ...data, text: data.text.replace(/^\t+/gm, '') };
      if (data.text !== raw) novel = true;
      open({ data: { text: data.text, via: data.via }, at: 0 });
      const body = data.text.replace(/\n$/, '');
      shown.push(body.length > 4000 ? `<<${redirection.delimiter?.text ?? 'EOF'}` : `<<< ${/[\u0000-\u001f]/.test(body) ? ansiQuote(shell.holes.show(body)) : quoteWord({ text: body, glob: false }, shell.holes)}`);
      continue;
    }
    if (redirection.type === 'HereString') {
      const data = redirection.target ? shell.expansion.text(redirection.target) : emptyData;
      open({ data: { text: `${data.text}\n`, via: data.via }, at: 0 });
      const word = quoteWord({ text: data.text, glob: false }, shell.holes);
      if (redirection.target && !sameWord(redirection.target.text, word)) novel = true;
      shown.push(`${fd}<<< ${word}`);
      continue;
    }
    const fields = redirection.target ? shell.expansion.fields(redirection.target) : [];
    const target = fields.map((field) => field.text).join(' ');
    const word = quoteWord({ text: target, glob: false }, shell.holes);
    if (redirection.target && !sameWord(redirection.target.text, word)) novel = true;
    if (redirection.target && !shell.isForeign && shell.recorder.foldable(redirection.target)) shell.recorder.fold(redirection.target, sameWord(redirection.target.text, word) ? redirection.target.text : word);
    const { operator } = redirection;
    const duplicates = operator === '>&' || operator === '<&';
    shown.push(`${fd}${operator}${fd === '' && !duplicates && target !== '/dev/null' && !operator.startsWith('&') ? ' ' : ''}${word}`);
    if (operator === '<' || operator === '<>') {
      const file = shell.state.file(target);
      if (fd !== '' && fd !== '0') {
        if (file) opened.set(fd, { data: file.data, at: 0 });
        continue;
      }
      stdin = file ? { data: file.data, at: 0 } : undefined;
      closedInput = !file;
      if (target === '/dev/stdin') closedInput = false;
      else if (!file && target === '/dev/null') stdin = { data: emptyData, at: 0 };
      else if (!file) stdin = { data: known(shell.holes.make(`$(<${word})`, target.startsWith('/dev/tcp/') ? { remote: target } : {})), at: 0 };
      continue;
    }
    if (operator === '<&') {
      if (fd === '' || fd === '0') {
        stdin = opened.get(target) ?? shell.descriptors.get(target);
        closedInput = !stdin;
      }
      continue;
    }
    const standard = fd === '' || fd === '1';
    if (duplicates && /^(?:\d+-?|-)$/.test(target)) {
      if (standard && target !== '1') out = 'none';
      continue;
    }
    if (!standard) continue;
    const append = operator === '>>' || operator === '&>>';
    if (target === '/dev/null' || target === '/dev/stderr' || target === '') out = 'none';
    else if (target === '/dev/stdout' || target === '/dev/fd/1') out = 'inherit';
    else {
      out = 'kept';
      targets.push({ path: target, append });
    }
  }
  const span = shell.span();
  return {
    stdin,
    closedInput,
    out,
    finish: (data) => targets.forEach((target, index) => shell.writeFile(target.path, index === targets.length - 1 ? data : emptyData, target.append, span)),
    shown: shown.join(' '),
    novel,
    written: targets.map((target) => target.path),
    opened,
  };
}

/** Whether a word only changed by quotes that belong around it. */
export function sameWord(source: string, shown: string): boolean {
  if (source === shown) return true;
  if (/[A-Za-z0-9_]\\\n[A-Za-z0-9_]/.test(source)) return false;
  const broken = /[A-Za-z0-9_](?:\\[A-Za-z0-9_]|["']{2}[A-Za-z0-9_]|["'][A-Za-z0-9_]+["'](?:[A-Za-z0-9_]|$))|^["'][A-Za-z0-9_]{1,3}["'][A-Za-z0-9_]|^\\[A-Za-z]/;
  if (!source.startsWith('-') && broken.test(source) && !/[\s$]/.test(source)) return false;
  return bare(source) === bare(shown);
}

function bare(text: string): string {
  return text.replace(/\$(?=["'])|["'\\\s]|\$\{(\w+)\}/g, (_, name: string | undefined) => (name === undefined ? '' : `$${name}`));
}
