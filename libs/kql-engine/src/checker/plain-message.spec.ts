import { KqlError } from '../kql.error.js';
import { shippedSchema } from '../schema/hunting-schema.js';
import { prepareKql } from './analyze.js';

const schema = shippedSchema();

/** The place of the error and what it says. */
function fault(kql: string): string {
  try {
    prepareKql(kql, schema);
  } catch (error) {
    if (error instanceof KqlError) return `${error.position?.line ?? '-'}:${error.position?.column ?? '-'} ${error.message}`;
    throw error;
  }
  return 'valid';
}

describe('errors of a query as sentences', () => {
  it.each([
    ['DeviceInfo\n| where Timestamp > ago(1d\n| take 5', '2:27 ")" is expected here, before "|".'],
    ['DeviceInfo | take', '1:18 An expression is missing here, where the query ends.'],
    ['DeviceInfo where OSBuild > 1', '1:12 "where" cannot follow here: a step begins with "|", and a statement ends with ";".'],
    ['DeviceInfo | where DeviceName is not null', '1:31 "is" cannot follow here: whether there is a value is asked with isnull(), and isempty() for texts.'],
    ['DeviceInfo | where DeviceName in "a"', '1:34 "(" is expected here, before "a".'],
    ['DeviceInfo | where DeviceName == "a', '1:36 A closing " is missing here.'],
    ['DeviceInfo | where DeviceName == “a”', '1:33 "“" is no sign of KQL: a text stands between " or \'.'],
    ['DeviceInfo | where OSBuild > 1 && OSBuild < 3', '1:32 "&" is no sign of KQL: "and" joins conditions.'],
    ['DeviceInfo | where DeviceName.startswith("a")', '1:31 "startswith" stands between two values, without a dot.'],
    ['DeviceInfo | were OSBuild > 1', '1:14 An operator such as where, project or summarize is expected here; "were" is none. Did you mean "where"?'],
    ['| take 5', '1:1 The query begins with "|": the table before it is missing.'],
    ['SELECT DeviceName FROM DeviceInfo', '1:8 This reads like SQL. In KQL the table comes first: AlertInfo | where Severity == "High" | project Title.'],
    ['DeviceInfo | join DeviceNetworkInfo', '1:14 The join needs what the tables have in common: on and the names of columns.'],
    ['DeviceInfo | summarize count by DeviceName', '1:24 The function count is called with parentheses.'],
    ['DeviceInfo | extend n = substring(DeviceName)', '1:25 The function substring takes 2 to 3 arguments; it has 1 here.'],
    ['DeviceInfo | where DeviceName = "a"', '1:20 The expression must have the type bool. "=" gives a name; "==" compares.'],
    ['DeviceInfo | where Timestamp > "2024-01-01"', '1:30 The operator \'>\' is not defined for the operand types datetime and string. A date is written datetime(2024-12-31).'],
    ['DeviceInfo | where devicename == "a"', '1:20 The name \'devicename\' does not refer to any known column, table, variable or function. Did you mean "DeviceName"?'],
    ['Deviceinfo | take 1', '1:1 The name \'Deviceinfo\' does not refer to any known table, tabular variable or function. Did you mean "DeviceInfo"?'],
    ['DeviceInfo | where Qqqqzzzz == 1', '1:20 The name \'Qqqqzzzz\' does not refer to any known column, table, variable or function.'],
  ])('%s', (kql, said) => {
    expect(fault(kql)).toBe(said);
  });

  it('says first what keeps the query from being read, though a wrong name stands before it', () => {
    expect(fault('DeviceInfo | where Nam between (1, 2)')).toBe('1:34 ".." is expected here, before ",".');
  });
});
