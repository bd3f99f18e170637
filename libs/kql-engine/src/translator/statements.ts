import type { Translator } from './translator.js';
import { convertTo } from './coerce.js';
import { elements, isTabular, kindOf, nameOf, scalarTypeNamed, textOf, unwrapped } from './syntax.js';
import type { KqlNode } from './translation.js';

/** Binds the let statements of a block in the current environment and gives the expressions that are results. */
export function bindStatements(statements: readonly KqlNode[], t: Translator): KqlNode[] {
  const results: KqlNode[] = [];
  for (const statement of statements) {
    switch (kindOf(statement)) {
      case 'LetStatement':
        bindLet(statement as Kusto.Language.Syntax.LetStatement, t);
        break;
      case 'ExpressionStatement':
        results.push((statement as Kusto.Language.Syntax.ExpressionStatement).Expression as KqlNode);
        break;
      case 'SetOptionStatement':
        setOption(statement as Kusto.Language.Syntax.SetOptionStatement, t);
        break;
      case 'QueryParametersStatement':
        bindParameters(statement as Kusto.Language.Syntax.QueryParametersStatement, t);
        break;
      default:
        throw t.unsupported(statement, `The statement "${textOf(statement).slice(0, 30).split('\n')[0]}"`);
    }
  }
  return results;
}

/** Most options tune how a cluster runs a query, not what it gives; the few that matter are read by those whom they concern. */
function setOption(statement: Kusto.Language.Syntax.SetOptionStatement, t: Translator): void {
  const value = statement.ValueClause?.Expression;
  const name = nameOf(statement.Name);
  if (/^query_(datetimescope_|take_max_records)/.test(name)) throw t.unsupported(statement, `The option ${name}`);
  if (name === 'query_now' && value !== null && value !== undefined) {
    const now = t.constant(value, 'query_now');
    if (typeof now === 'bigint') t.nowTicks = now;
  }
  t.queryOptions.set(name, value === null || value === undefined || kindOf(value) === 'NameReference' ? undefined : t.expression(value));
}

function bindLet(statement: Kusto.Language.Syntax.LetStatement, t: Translator): void {
  const name = nameOf(statement.Name);
  const value = unwrapped(statement.Expression as KqlNode);
  if (kindOf(value) === 'FunctionDeclaration') {
    t.environment.set(name, { kind: 'function', declaration: value as Kusto.Language.Syntax.FunctionDeclaration, environment: t.environment });
  } else if (isTabular(value) || kindOf(value) === 'MaterializeExpression') {
    t.environment.set(name, { kind: 'tabular', relation: t.later(() => t.shared(t.tabular(value))) });
  } else if (symbolIsFunction(value)) {
    const called = t.environment.get(nameOf(value));
    if (called === undefined) throw t.unsupported(value, `The alias ${name}`);
    t.environment.set(name, called);
  } else {
    t.environment.set(name, { kind: 'scalar', value: t.later(() => t.expression(value)) });
  }
}

function symbolIsFunction(node: KqlNode): boolean {
  return kindOf(node) === 'NameReference' && ((node as { ReferencedSymbol?: { constructor?: { $$name?: string } } | null }).ReferencedSymbol?.constructor?.$$name ?? '').endsWith('FunctionSymbol');
}

function bindParameters(statement: Kusto.Language.Syntax.QueryParametersStatement, t: Translator): void {
  for (const parameter of elements<Kusto.Language.Syntax.FunctionParameter>(statement.Parameters)) {
    const declared = parameter.NameAndType as Kusto.Language.Syntax.NameAndTypeDeclaration;
    const type = scalarTypeNamed(textOf(declared.Type));
    const byDefault = parameter.DefaultValue?.Value;
    if (type === undefined) throw t.unsupported(parameter, `The parameter type ${textOf(declared.Type)}`);
    t.environment.set(nameOf(declared.Name), {
      kind: 'scalar',
      value: t.later(() => {
        if (byDefault === null || byDefault === undefined) throw t.invalid(parameter, `The query parameter ${nameOf(declared.Name)} has no value`);
        return convertTo(t.expression(byDefault), type);
      }),
    });
  }
}
