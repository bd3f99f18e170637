import type { Context, Machine, Status } from './machine.js';
import type { Redirection, Span } from './syntax.js';
import { Sink, unquote } from './virtual-files.js';

/** Applies redirections around work and stores what it wrote. */
export function withRedirections(machine: Machine, list: readonly Redirection[], context: Context, span: Span, work: (inner: Context) => Status, inBlock: boolean): Status {
  const inner: Context = { ...context };
  const stores: { path: string; append: boolean; sink: Sink }[] = [];
  for (const redirection of list) {
    const target = machine.prepare(context.child ? machine.expander.percent(redirection.target, { batch: false, source: span }).text : redirection.target);
    const handle = redirection.handle === (redirection.operator === '<' ? 0 : 1) ? '' : String(redirection.handle);
    const nul = /^(?:nul|con)$/i.test(unquote(target));
    if (redirection.operator === 'duplicate') {
      if (redirection.handle === 1) inner.out = undefined;
      if (!inBlock) inner.note += ` ${redirection.handle}>&${target}`;
      continue;
    }
    if (!(inBlock && nul)) inner.note += ` ${handle}${inBlock && redirection.operator === '>' ? '>>' : redirection.operator}${target}`;
    if (redirection.operator === '<') {
      const file = nul ? undefined : machine.files.get(target, machine.directory);
      const sink = new Sink();
      if (file) sink.pieces.push(...file.pieces);
      sink.known = nul || file?.known === true;
      inner.stdin = { sink, at: 0 };
    } else if (redirection.handle === 1) {
      inner.out = new Sink();
      if (!nul) stores.push({ path: target, append: redirection.operator === '>>', sink: inner.out });
    }
  }
  const status = work(inner);
  context.ranInput ||= inner.ranInput;
  for (const { path, append, sink } of stores) {
    if (append) machine.files.append(path, machine.directory, sink.pieces, sink.known, 'batch: written by echo');
    else machine.files.put(path, machine.directory, { pieces: [...sink.pieces], known: sink.known, rules: ['batch: written by echo'] });
  }
  return status;
}
