import type { IndicatorType } from './indicator.js';

/** A KQL string literal. */
function literal(value: string): string {
  return /["\\\r\n]/.test(value) ? `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\r', '\\r').replaceAll('\n', '\\n')}"` : `"${value}"`;
}

const window = '| where Timestamp > ago(30d)';

/** An advanced hunting query over the tables in which an indicator of this type would leave traces. */
export function kqlHunt(type: IndicatorType, value: string): string {
  const text = literal(value);
  const lines = (table: string, ...conditions: string[]): string => [table, window, ...conditions.map((condition) => `| where ${condition}`), '| top 100 by Timestamp desc'].join('\n');
  switch (type) {
    case 'url':
      return lines('DeviceNetworkEvents', `RemoteUrl has ${text} or InitiatingProcessCommandLine has ${text}`);
    case 'domain':
      return lines('DeviceNetworkEvents', `RemoteUrl has ${text}`);
    case 'ip':
      return lines('DeviceNetworkEvents', `RemoteIP == ${text}`);
    case 'ip:port': {
      const at = value.lastIndexOf(':');
      return lines('DeviceNetworkEvents', `RemoteIP == ${literal(value.slice(0, at))} and RemotePort == ${Number(value.slice(at + 1))}`);
    }
    case 'mail':
      return lines('EmailEvents', `SenderFromAddress =~ ${text} or RecipientEmailAddress =~ ${text}`);
    case 'path': {
      const name = value.split(/[\\/]/).at(-1) ?? value;
      return lines('DeviceFileEvents', name.includes('.') ? `FileName =~ ${literal(name)}` : `FolderPath has ${text}`);
    }
    case 'registryKey': {
      const key = value.replace(/^[^\\]+\\+/, '');
      return lines('DeviceRegistryEvents', `RegistryKey has ${literal(key)}`);
    }
    case 'hash':
      return lines('DeviceFileEvents', `${value.length === 32 ? 'MD5' : value.length === 40 ? 'SHA1' : 'SHA256'} =~ ${text}`);
    case 'account':
      return lines('DeviceLogonEvents', `AccountName =~ ${text}`);
    case 'task':
      return lines('DeviceEvents', 'ActionType startswith "ScheduledTask"', `AdditionalFields has ${text}`);
    case 'service':
      return lines('DeviceEvents', 'ActionType == "ServiceInstalled"', `AdditionalFields has ${text}`);
    case 'mutex':
    case 'userAgent':
      return lines('DeviceProcessEvents', `ProcessCommandLine has ${text}`);
  }
}
