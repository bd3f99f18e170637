import { KqlErrorCode } from '../kql.error.js';
import { columnNamed, emptySchema, kustoTypeOf, overlaySchema, schemaFromDefinition, shippedSchema } from './hunting-schema.js';
import { columnsWithValues, placesOfValue, valuesOf } from './value-catalogue.js';

describe('shippedSchema', () => {
  it('has the tables of advanced hunting with types, and says which names are retired', () => {
    const { tables } = shippedSchema();
    expect(tables.size).toBe(64);
    expect([...tables.values()].reduce((sum, table) => sum + table.columns.length, 0)).toBe(1608);
    expect(tables.get('DeviceProcessEvents')?.columns).toContainEqual({ name: 'ProcessCommandLine', type: 'string' });
    expect([...tables.values()].filter((table) => table.retired === true).map((table) => table.name)).toEqual(['AADSignInEventsBeta', 'AADSpnSignInEventsBeta']);
    expect(shippedSchema()).toBe(shippedSchema());
  });

  it('resolves the spellings that documents and queries disagree on', () => {
    expect(columnNamed(shippedSchema(), 'IdentityLogonEvents', 'ISP')).toEqual({ name: 'Isp', type: 'string' });
    expect(columnNamed(shippedSchema(), 'IdentityLogonEvents', 'AccountUPN')?.name).toBe('AccountUpn');
    expect(columnNamed(shippedSchema(), 'DeviceInfo', 'Isp')).toBeUndefined();
    expect(columnNamed(shippedSchema(), 'constructor', 'name')).toBeUndefined();
  });

  it('survives the way to a worker thread', () => {
    expect(structuredClone(shippedSchema())).toEqual(shippedSchema());
  });
});

describe('schemaFromDefinition', () => {
  it('takes types by any of their names, in either form', () => {
    const schema = schemaFromDefinition({ A: { a: 'long', b: { type: 'System.Data.SqlTypes.SqlDecimal' }, c: 'Boolean' }, B: [{ name: 'z', type: 'DateTime' }, { name: 'y', type: 'uuid' }] });
    expect(schema.tables.get('A')?.columns).toEqual([{ name: 'a', type: 'long' }, { name: 'b', type: 'decimal' }, { name: 'c', type: 'bool' }]);
    expect(schema.tables.get('B')?.columns.map(({ name, type }) => `${name}:${type}`)).toEqual(['z:datetime', 'y:guid']);
    expect(kustoTypeOf('SByte')).toBe('bool');
    expect(kustoTypeOf('__proto__')).toBeUndefined();
  });

  it.each([[{ T: { a: 'text' } }], [{ T: { '': 'long' } }], [{ 'a\u0000b': { a: 'long' } }]])('refuses %j', (definition) => {
    expect(() => schemaFromDefinition(definition)).toThrow(expect.objectContaining({ code: KqlErrorCode.Invalid }));
  });
});

describe('overlaySchema', () => {
  const over = schemaFromDefinition({ DeviceInfo: { DeviceName: 'dynamic', Mine: 'long' }, Own: { a: 'int' } });

  it('lets the tenant replace a table, or a file add to it', () => {
    const replaced = overlaySchema(shippedSchema(), over);
    expect(replaced.tables.get('DeviceInfo')?.columns).toHaveLength(2);
    expect(replaced.tables.size).toBe(65);
    const extended = overlaySchema(shippedSchema(), over, 'extend');
    expect(extended.tables.get('DeviceInfo')?.columns).toHaveLength((shippedSchema().tables.get('DeviceInfo')?.columns.length ?? 0) + 1);
    expect(extended.tables.get('DeviceInfo')?.columns.find(({ name }) => name === 'DeviceName')?.type).toBe('dynamic');
    expect(shippedSchema().tables.get('DeviceInfo')?.columns.some(({ name }) => name === 'Mine')).toBe(false);
  });

  it('puts functions and aliases together', () => {
    const base = { ...emptySchema, functions: [{ name: 'F', parameters: '()', body: '{ print 1 }' }], columnAliases: { '*': { A: 'a' } } };
    const more = { ...emptySchema, functions: [{ name: 'F', parameters: '()', body: '{ print 2 }' }], columnAliases: { '*': { B: 'b' }, T: { C: 'c' } } };
    expect(overlaySchema(base, more)).toMatchObject({ functions: [{ name: 'F', body: '{ print 2 }' }], columnAliases: { '*': { A: 'a', B: 'b' }, T: { C: 'c' } } });
  });
});

describe('value catalogue', () => {
  it('knows the values of columns and where a value occurs', () => {
    expect(valuesOf('DeviceLogonEvents', 'ActionType')).toContain('LogonFailed');
    expect(valuesOf('DeviceLogonEvents', 'toString')).toEqual([]);
    expect(valuesOf('__proto__', 'toString')).toEqual([]);
    expect(columnsWithValues('DeviceLogonEvents')).toContain('LogonType');
    expect(columnsWithValues('Nowhere')).toEqual([]);
    expect(placesOfValue('logonfailed')).toContainEqual({ table: 'DeviceLogonEvents', column: 'ActionType', value: 'LogonFailed' });
    expect(placesOfValue('no such value')).toEqual([]);
  });
});
