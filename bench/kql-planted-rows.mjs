import { conjunctsOf, nameOf, walk } from './kql-pairs.mjs';

/**
 * Rows that tell two queries apart, made from the filters of both: for each table a query filters, rows that meet every
 * filter, rows that miss exactly one, and rows of noise. Rows of one entity carry the same keys in every table, so that
 * joins find them.
 */

const entities = 3;

/** A generator of numbers from 0 to 1 that is the same for the same text. */
export function seeded(text) {
  let state = [...text].reduce((sum, character) => Math.imul(sum ^ character.codePointAt(0), 16_777_619), 2_166_136_261) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The filters of a query by the table they are of, as a list of wishes: `{column, path, want(value state), ...}`. */
export function filterGroups(analysis, schema) {
  const { code, kusto } = analysis;
  const names = namesOf(code);
  const groups = [];
  let most = 0;
  walk(code.Syntax, (node) => {
    if (nameOf(node) !== 'FilterOperator') return;
    const table = sourceOf(node, schema);
    if (table === undefined) return;
    const wishes = conjunctsOf(node.Condition).flatMap((conjunct) => wishOf(conjunct, names, kusto) ?? []);
    for (const wish of wishes) if (wish.count !== undefined) most = Math.max(most, wish.count);
    const own = groups.find((group) => group.pipe === pipeOf(node)) ?? { table, pipe: pipeOf(node), wishes: [] };
    if (!groups.includes(own)) groups.push(own);
    own.wishes.push(...wishes.filter(({ columns }) => columns !== undefined));
  });
  walk(code.Syntax, (node) => {
    const symbol = node.ReferencedSymbol;
    if (nameOf(node) === 'NameReference' && nameOf(symbol) === 'TableSymbol' && schema.tables.has(symbol.Name) && !groups.some(({ table }) => table === symbol.Name)) groups.push({ table: symbol.Name, wishes: [] });
  });
  return { groups, most };
}

/** The outermost pipe a step is part of: filters of one pipe are met by one row. */
function pipeOf(step) {
  let pipe;
  for (let at = step.Parent; at !== null && at !== undefined && nameOf(at) === 'PipeExpression'; at = at.Parent) pipe = at;
  return pipe;
}

/** The table a pipe starts from; through a `let` that names a pipe, that one's. */
function sourceOf(step, schema, depth = 0) {
  let at = step.Parent;
  while (nameOf(at?.Expression) === 'PipeExpression') at = at.Expression;
  const source = at?.Expression;
  return tableOf(source, schema, depth);
}

function tableOf(source, schema, depth) {
  let found;
  if (source === undefined || source === null || depth > 6) return undefined;
  walk(source, (node) => {
    if (found !== undefined || nameOf(node) !== 'NameReference') return;
    const symbol = node.ReferencedSymbol;
    if (nameOf(symbol) === 'TableSymbol' && schema.tables.has(symbol.Name)) found = symbol.Name;
    else if (nameOf(symbol) === 'VariableSymbol') found = lets(node).map((value) => tableOf(value, schema, depth + 1)).find((table) => table !== undefined);
  });
  return found;
}

function lets(node) {
  let root = node;
  while (root.Parent !== null && root.Parent !== undefined) root = root.Parent;
  const values = [];
  walk(root, (each) => {
    if (nameOf(each) === 'LetStatement' && each.Name?.SimpleName === node.SimpleName) values.push(each.Expression);
  });
  return values;
}

/** What `let` and `extend` call by a name. */
function namesOf(code) {
  const names = new Map();
  walk(code.Syntax, (node) => {
    if (nameOf(node) === 'LetStatement' || nameOf(node) === 'SimpleNamedExpression') names.set(node.Name?.SimpleName, node.Expression);
  });
  return names;
}

const turned = { '==': '!=', '!=': '==', '=~': '!~', '!~': '=~', '>': '<=', '<=': '>', '<': '>=', '>=': '<' };

/** What one condition asks of a row; undefined for what is not understood, which rows then meet by chance or not at all. */
function wishOf(node, names, kusto, not = false) {
  switch (nameOf(node)) {
    case 'ParenthesizedExpression':
      return wishOf(node.Expression, names, kusto, not);
    case 'BinaryExpression': {
      const operator = node.Operator?.Text ?? '';
      if (operator === 'or' || operator === 'and') {
        const sides = [node.Left, node.Right].map((side) => wishOf(side, names, kusto, not));
        if (sides.some((side) => side === undefined)) return sides.find((side) => side !== undefined);
        const any = (operator === 'or') !== not;
        return { columns: sides.flatMap(({ columns }) => columns ?? []), parts: sides, any };
      }
      const left = columnOf(node.Left, names);
      const value = valueOf(node.Right, names, kusto);
      if (left === undefined || value === undefined) return counted(node, operator, value);
      return { columns: [left], operator: not ? (turned[operator] ?? `!${operator}`.replace('!!', '')) : operator, values: [value].flat() };
    }
    case 'InExpression':
    case 'HasAnyExpression':
    case 'HasAllExpression': {
      const left = columnOf(node.Left, names);
      const list = listOf(node.Right ?? node.RightList, names, kusto);
      if (left === undefined || list === undefined || list.length === 0) return undefined;
      const operator = node.Operator?.Text ?? { HasAnyExpression: 'has_any', HasAllExpression: 'has_all' }[nameOf(node)] ?? 'in';
      return { columns: [left], operator: not ? (operator.startsWith('!') ? operator.slice(1) : `!${operator}`) : operator, values: list };
    }
    case 'BetweenExpression': {
      const left = columnOf(node.Left, names);
      const [from, to] = [valueOf(node.Right?.First, names, kusto), valueOf(node.Right?.Second, names, kusto)];
      if (left === undefined || from === undefined || to === undefined) return undefined;
      const end = to.kind === 'timespan' ? { kind: from.kind, value: from.value + to.value } : to;
      return { columns: [left], operator: (node.Operator?.Text === '!between') !== not ? '!between' : 'between', values: [from, end] };
    }
    case 'FunctionCallExpression': {
      const name = node.Name?.SimpleName ?? '';
      const [first, second] = args(node);
      if (name === 'not' && first !== undefined) return wishOf(first, names, kusto, !not);
      const column = first === undefined ? undefined : columnOf(first, names);
      if (column === undefined) return undefined;
      if (name === 'isempty' || name === 'isnull') return { columns: [column], operator: not ? 'isnotempty' : 'isempty', values: [] };
      if (name === 'isnotempty' || name === 'isnotnull') return { columns: [column], operator: not ? 'isempty' : 'isnotempty', values: [] };
      if (name === 'ipv4_is_private') return { columns: [column], operator: '==', values: [{ kind: 'text', value: not ? '203.0.113.7' : '10.1.2.3' }], others: [not ? '10.1.2.3' : '203.0.113.7'] };
      const range = second === undefined ? undefined : valueOf(second, names, kusto);
      if (name === 'ipv4_is_in_range' && range?.kind === 'text') return { columns: [column], operator: not ? '!=' : '==', values: [{ kind: 'text', value: String(range.value).replace(/\/\d+$/, '') }], others: ['198.51.100.9'] };
      return undefined;
    }
    default: {
      const column = columnOf(node, names);
      return column === undefined ? undefined : { columns: [column], operator: '==', values: [{ kind: 'bool', value: !not }] };
    }
  }
}

/** `Count > 10` after a summary: so many rows have to be alike. */
function counted(node, operator, value) {
  if (!['>', '>=', '=='].includes(operator) || value?.kind !== 'number' || nameOf(node.Left) !== 'NameReference') return undefined;
  return { count: Math.min(60, Number(value.value) + 1) };
}

function args(node) {
  const list = node.ArgumentList?.Expressions;
  return list === undefined ? [] : Array.from({ length: list.Count }, (_, index) => list.getItem(index).Element ?? list.getItem(index)).filter(Boolean);
}

/** The column of a table that an expression reads, with the path into it. */
function columnOf(node, names, depth = 0) {
  if (depth > 6 || node === null || node === undefined) return undefined;
  switch (nameOf(node)) {
    case 'ParenthesizedExpression':
      return columnOf(node.Expression, names, depth + 1);
    case 'NameReference': {
      const symbol = node.ReferencedSymbol;
      if (nameOf(symbol) !== 'ColumnSymbol') return undefined;
      const given = names.get(node.SimpleName);
      const through = given === undefined || nameOf(given) === 'PipeExpression' ? undefined : columnOf(given, new Map([...names].filter(([name]) => name !== node.SimpleName)), depth + 1);
      return through ?? { column: symbol.Name, path: [] };
    }
    case 'PathExpression': {
      const inner = columnOf(node.Expression, names, depth + 1);
      return inner === undefined ? undefined : { ...inner, path: [...inner.path, node.Selector?.SimpleName ?? ''] };
    }
    case 'ElementExpression': {
      const inner = columnOf(node.Expression, names, depth + 1);
      const key = /^\[\s*["'](.+?)["']\s*\]$/.exec(String(node.Selector?.ToString() ?? '').trim())?.[1];
      return inner === undefined || key === undefined ? undefined : { ...inner, path: [...inner.path, key] };
    }
    case 'FunctionCallExpression':
      return ['tostring', 'tolower', 'toupper', 'parse_json', 'todynamic', 'toint', 'tolong', 'todatetime', 'tobool', 'trim', 'extractjson'].includes(node.Name?.SimpleName) ? columnOf(args(node)[0], names, depth + 1) : undefined;
    default:
      return undefined;
  }
}

const unitMs = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** A literal, in milliseconds for times. */
function valueOf(node, names, kusto, depth = 0) {
  if (depth > 6 || node === null || node === undefined) return undefined;
  const kind = nameOf(node);
  if (kind === 'ParenthesizedExpression') return valueOf(node.Expression, names, kusto, depth + 1);
  if (kind === 'LiteralExpression' || kind === 'CompoundStringLiteralExpression') return literal(node);
  if (kind === 'NameReference') return names.has(node.SimpleName) ? valueOf(names.get(node.SimpleName), names, kusto, depth + 1) : undefined;
  if (kind === 'PrefixUnaryExpression') {
    const inner = valueOf(node.Expression, names, kusto, depth + 1);
    return inner === undefined ? undefined : { ...inner, value: -inner.value };
  }
  if (kind === 'FunctionCallExpression') {
    const name = node.Name?.SimpleName;
    const inner = args(node).length === 0 ? undefined : valueOf(args(node)[0], names, kusto, depth + 1);
    if (name === 'ago' && inner?.kind === 'timespan') return { kind: 'moment', value: kusto.now - inner.value };
    if (name === 'now') return { kind: 'moment', value: kusto.now + (inner?.value ?? 0) };
    if ((name === 'datetime' || name === 'todatetime') && inner !== undefined) return moment(String(inner.value));
    if (name === 'startofday' && inner?.kind === 'moment') return { kind: 'moment', value: Math.floor(inner.value / unitMs.d) * unitMs.d };
    if (['tolower', 'toupper', 'tostring'].includes(name)) return inner;
  }
  if (kind === 'BinaryExpression' && ['-', '+'].includes(node.Operator?.Text)) {
    const [a, b] = [valueOf(node.Left, names, kusto, depth + 1), valueOf(node.Right, names, kusto, depth + 1)];
    if (a !== undefined && b?.kind === 'timespan') return { ...a, value: node.Operator.Text === '-' ? a.value - b.value : a.value + b.value };
  }
  return undefined;
}

function literal(node) {
  const text = String(node.ToString() ?? '').trim();
  const type = node.ResultType?.Name;
  if (type === 'string') return { kind: 'text', value: String(node.LiteralValue ?? '') };
  if (type === 'bool') return { kind: 'bool', value: /true/i.test(text) };
  if (type === 'timespan') {
    const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(d|h|ms|m|s)/.exec(text.replace(/^(?:timespan|time)\(/, '')) ?? [];
    return amount === undefined ? undefined : { kind: 'timespan', value: Number(amount) * unitMs[unit] };
  }
  if (type === 'datetime') return moment(text.replace(/^datetime\(\s*["']?(.*?)["']?\s*\)$/, '$1'));
  const number = Number(text.replace(/^\w+\((.*)\)$/, '$1'));
  return Number.isNaN(number) ? undefined : { kind: 'number', value: number };
}

function moment(text) {
  const value = Date.parse(/Z|[+-]\d\d:\d\d$/.test(text) ? text : text.length <= 10 ? `${text}T00:00:00Z` : `${text}Z`);
  return Number.isNaN(value) ? undefined : { kind: 'moment', value };
}

function listOf(node, names, kusto, depth = 0) {
  if (depth > 6 || node === null || node === undefined) return undefined;
  if (nameOf(node) === 'NameReference') return listOf(names.get(node.SimpleName), names, kusto, depth + 1);
  const found = [];
  walk(node, (each) => {
    if (nameOf(each) === 'LiteralExpression' || nameOf(each) === 'CompoundStringLiteralExpression') {
      const value = literal(each);
      if (value !== undefined && nameOf(each.Parent) !== 'CompoundStringLiteralExpression') found.push(value);
    }
    if (nameOf(each) === 'JsonArrayExpression' || nameOf(each) === 'DynamicExpression') return;
  });
  if (found.length > 0 || !/dynamic\s*\(/.test(String(node.ToString()))) return found;
  return [...String(node.ToString()).matchAll(/"([^"]*)"|'([^']*)'|\b(\d+)\b/g)].map(([, double, single, number]) => (number === undefined ? { kind: 'text', value: double ?? single } : { kind: 'number', value: Number(number) }));
}

/** A value that meets a wish, or misses it; `turn` chooses among several. */
function valueFor(wish, meets, turn, type, random) {
  const operator = meets ? wish.operator : wish.operator.startsWith('!') ? wish.operator.slice(1) : (turned[wish.operator] ?? `!${wish.operator}`);
  if (!meets && wish.others !== undefined) return wish.others[0];
  const pick = wish.values[turn % Math.max(1, wish.values.length)];
  const number = Number(pick?.value);
  const other = type === 'string' || type === 'dynamic' ? `other-${Math.floor(random() * 1000)}` : undefined;
  switch (operator) {
    case '==': case 'in': case 'in~': case '=~': return shown(pick, type);
    case '!=': case '!in': case '!in~': case '!~': return type === 'bool' ? !(pick?.value === true || pick?.value === 1 || /^(?:true|1)$/i.test(String(pick?.value))) : pick?.kind === 'number' || type === 'int' || type === 'long' || type === 'real' ? Math.max(...wish.values.map(({ value }) => Number(value) || 0)) + 1 + (turn % 3) : other;
    case '>': case '>=': return pick?.kind === 'moment' ? at(number + (turn + 1) * stretch(number, wish)) : shownNumber(number + 1 + (turn % 3), type);
    case '<': case '<=': return pick?.kind === 'moment' ? at(number - (turn + 1) * 3_600_000) : shownNumber(number - 1, type);
    case 'between': return pick?.kind === 'text' ? shown(pick, type) : wish.values[0].kind === 'moment' ? at(wish.values[0].value + ((turn % 7) + 0.5) * ((wish.values[1].value - wish.values[0].value) / 8)) : wish.values[0].value;
    case '!between': return wish.values[0].kind === 'moment' ? at(wish.values[0].value - 3_600_000) : wish.values[1].value + 1;
    case 'has_all': return wish.values.map(({ value }) => value).join(' and ');
    case 'isempty': return '';
    case 'isnotempty': return undefined;
    case '!isempty': return undefined;
    case '!isnotempty': return '';
    case 'startswith': case 'hasprefix': return `${pick?.value}${turn % 2 === 0 ? '' : '.more'}`;
    case 'endswith': case 'hassuffix': return `${turn % 2 === 0 ? '' : 'more.'}${pick?.value}`;
    case 'has': case 'contains': case 'has_any': case 'has_cs': case 'contains_cs': return turn % 2 === 0 ? String(pick?.value ?? '') : `${pick?.value} in more`;
    default: return operator.startsWith('!') ? other : undefined;
  }
}

/** Rows after a moment are spread up to now, so that a shorter period loses some. */
function stretch(from, wish) {
  return Math.max(60_000, ((wish.now ?? from + 3_600_000) - from) / 9);
}

const at = (ms) => new Date(Math.round(ms)).toISOString();

function shown(pick, type) {
  if (pick === undefined) return undefined;
  if (pick.kind === 'moment') return at(pick.value);
  if (type === 'bool') return pick.value === true || pick.value === 1 || /^(?:true|1)$/i.test(String(pick.value));
  return type === 'string' ? String(pick.value) : pick.value;
}

function shownNumber(value, type) {
  return type === 'string' ? String(value) : value;
}

function setAt(row, { column, path }, value, type) {
  if (path.length === 0 || (type !== 'dynamic' && type !== 'string')) {
    row[column] = value;
    return;
  }
  const root = typeof row[column] === 'object' && row[column] !== null ? row[column] : {};
  row[column] = root;
  path.reduce((node, key, index) => (node[key] = index === path.length - 1 ? value : typeof node[key] === 'object' && node[key] !== null ? node[key] : {}), root);
}

function fulfil(row, wish, meets, turn, columns, random, now) {
  if (wish.parts !== undefined) {
    const needed = wish.any === meets ? [wish.parts[turn % wish.parts.length]] : wish.parts;
    for (const part of needed) fulfil(row, part, meets, Math.floor(turn / wish.parts.length), columns, random, now);
    return;
  }
  const [where] = wish.columns;
  const type = columns.get(where.column);
  if (type === undefined) return;
  const value = valueFor({ ...wish, now }, meets, turn, type, random);
  if (value !== undefined) setAt(row, where, value, type);
}

/** A row of a table with nothing asked of it: keys of its entity, known values, and chance. */
function plainRow(table, columns, values, entity, random, now) {
  const row = {};
  for (const [column, type] of columns) {
    const known = values.get(table)?.get(column);
    if (type === 'datetime') row[column] = at(now - 60_000 - random() * 3_000_000);
    else if (type === 'bool') row[column] = random() < 0.5;
    else if (type === 'int' || type === 'long' || type === 'real') row[column] = Math.floor(random() * 50);
    else if (type === 'dynamic') row[column] = {};
    else if (known !== undefined && known.length > 0) row[column] = known[Math.floor(random() * known.length)];
    else if (/(?:Id|Name|Upn|Sid|SHA1|SHA256|MD5|IP|IPv4|IPAddress|Address|Domain|Url|User)$/.test(column)) row[column] = `${column.toLowerCase()}-${entity}`;
    else row[column] = `text ${Math.floor(random() * 5)}`;
  }
  return row;
}

/**
 * Rows for the filters of both queries, as `{table, rows}`; each has a `RowMark` of its own. The same pair always gives
 * the same rows.
 */
export function plantedRows(gold, ours, schema, values, seed, now) {
  const random = seeded(seed);
  const rows = [];
  const plain = (table, entity) => plainRow(table, new Map([...schema.tables.get(table).columns].map(({ name, type }) => [name, type])), values, entity, random, now);
  const add = (table, row) => rows.push({ Table: table, ...row, RowMark: `${table} ${rows.length}` });
  for (const { groups, most } of [gold, ours]) {
    for (const { table, wishes } of groups) {
      const columns = new Map(schema.tables.get(table).columns.map(({ name, type }) => [name, type]));
      const made = (entity, turn, missed) => {
        const row = plain(table, entity);
        for (const wish of wishes) if (wish !== missed) fulfil(row, wish, true, turn, columns, random, now);
        if (missed !== undefined) fulfil(row, missed, false, turn, columns, random, now);
        add(table, row);
      };
      for (let turn = 0; turn < Math.max(8, most + 2); turn += 1) made(turn % entities === 0 || turn >= 8 ? 0 : (turn % entities), turn);
      for (const missed of wishes) for (let turn = 0; turn < 2; turn += 1) made(turn, turn, missed);
      for (let turn = 0; turn < 3; turn += 1) add(table, plain(table, turn));
    }
  }
  return rows;
}
