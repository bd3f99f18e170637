import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

/** Names a module makes public: the names themselves, or `everything`. */
const everything = Symbol('everything');

/** The file an import specifier of a library means, e.g. `./card.js` in index.ts is card.ts. */
function target(from, specifier) {
  return resolve(dirname(from), specifier).replace(/\.js$/, '.ts');
}

/** Files reachable from the entries of the library's package.json, each with the names made public. */
export function publicNames(libraryRoot) {
  const found = new Map();
  const manifest = JSON.parse(readFileSync(join(libraryRoot, 'package.json'), 'utf8'));
  const entries = Object.values(manifest.exports ?? {}).flatMap((entry) => (entry.types ? [join(libraryRoot, entry.types)] : []));
  const visit = (file, names) => {
    if (!existsSync(file) || found.get(file) === everything) return;
    if (names === everything) found.set(file, everything);
    else found.set(file, new Set([...(found.get(file) ?? []), ...names]));
    const text = readFileSync(file, 'utf8');
    for (const [, specifier] of text.matchAll(/^export\s+(?:type\s+)?\*\s+from\s+'(\.[^']+)'/gm)) visit(target(file, specifier), names);
    for (const [, list, specifier] of text.matchAll(/^export\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'(\.[^']+)'/gm)) {
      const sources = list.split(',').map((part) => part.trim().replace(/^type\s+/, '').split(/\s+as\s+/)[0]).filter(Boolean);
      visit(target(file, specifier), new Set(sources));
    }
  };
  for (const entry of entries) visit(entry, everything);
  return found;
}

const cache = new Map();

function namesPublicIn(filename) {
  const match = new RegExp(`^(.*[\\${sep}]libs[\\${sep}][^\\${sep}]+)[\\${sep}]src[\\${sep}]`).exec(filename);
  if (!match) return undefined;
  if (!cache.has(match[1])) cache.set(match[1], publicNames(match[1]));
  return cache.get(match[1]).get(filename);
}

function declaredNames(declaration) {
  if (declaration.type === 'VariableDeclaration') return declaration.declarations.map((d) => d.id.name).filter(Boolean);
  return declaration.id ? [declaration.id.name] : [];
}

/** Whatever a library makes public says, in a comment that starts with two stars, what it guarantees. */
export const exportDocstring = {
  meta: { type: 'suggestion', schema: [], messages: { missing: '{{ name }} is public: say what it guarantees in a /** docstring */ above it.' } },
  create(context) {
    const wanted = namesPublicIn(context.filename);
    if (wanted === undefined) return {};
    return {
      ExportNamedDeclaration(node) {
        if (!node.declaration) return;
        const name = declaredNames(node.declaration).find((each) => wanted === everything || wanted.has(each));
        if (name === undefined || isDocumented(context.sourceCode, node)) return;
        context.report({ node, messageId: 'missing', data: { name } });
      },
    };
  },
};

/** Decorators may stand between the comment and the export, or before it. Overloads share the first one's comment. */
function isDocumented(sourceCode, node) {
  const first = node.declaration.decorators?.[0];
  const start = first && first.range[0] < node.range[0] ? first : node;
  const comment = sourceCode.getCommentsBefore(start).at(-1);
  if (comment?.type === 'Block' && comment.value.startsWith('*') && comment.loc.end.line === start.loc.start.line - 1) return true;
  const siblings = node.parent.body;
  const before = siblings[siblings.indexOf(node) - 1];
  return before?.type === 'ExportNamedDeclaration' && before.declaration?.type === 'TSDeclareFunction' && before.declaration.id?.name === node.declaration.id?.name && isDocumented(sourceCode, before);
}
