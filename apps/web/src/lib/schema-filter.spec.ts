import { filterSchema, type SchemaTable } from './schema-filter.js';

const column = (name: string, values: string[] = []): SchemaTable['columns'][number] => ({ name, type: 'string', entity: null, values });
const tables: SchemaTable[] = [
  { name: 'DeviceEvents', category: 'Devices', rowCount: 0, columns: [column('ActionType', ['PowerShellCommand', 'LdapSearch']), column('DeviceName')] },
  { name: 'DeviceNetworkEvents', category: 'Devices', rowCount: 12, columns: [column('RemoteIP'), column('DeviceName')] },
  { name: 'EmailEvents', category: 'Email', rowCount: null, columns: [column('Subject')] },
];
const found = (text: string): string[] => filterSchema(tables, text).flatMap(({ matches }) => matches.map(({ table, columns }) => `${table.name}(${columns.map(({ name }) => name).join()})`));

describe('the schema browser', () => {
  it('lists tables with rows first within their category', () => {
    expect(filterSchema(tables, '').map(({ category, matches }) => [category, matches.map(({ table }) => table.name)])).toEqual([
      ['Devices', ['DeviceNetworkEvents', 'DeviceEvents']],
      ['Email', ['EmailEvents']],
    ]);
  });

  it.each([
    ['network', ['DeviceNetworkEvents(RemoteIP,DeviceName)']],
    ['remoteip', ['DeviceNetworkEvents(RemoteIP)']],
    ['events device name', ['DeviceNetworkEvents(RemoteIP,DeviceName)', 'DeviceEvents(ActionType,DeviceName)'].map((text) => text.replace(/\(.*/, '(DeviceName)'))],
    ['ldap', ['DeviceEvents(ActionType)']],
    ['email subject', ['EmailEvents(Subject)']],
    ['nowhere', []],
  ])('finds %p', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});
