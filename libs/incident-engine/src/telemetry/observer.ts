import type { Fact, FactValue } from '@attest/cards';
import { attackTactic, attackTechnique, tacticsOf } from '@attest/security-model';
import type { Observation } from '../incident-input.js';
import { factValues } from '../facts/fact-values.js';
import type { Row } from './row.js';

/** An observation whose fact has no id yet. */
export type Draft = Omit<Observation, 'fact'> & { fact: Omit<Fact, 'id'>; row: Row; group?: string };

/** What an observer says of a row. */
export interface Said {
  type: string;
  text: string;
  score: number;
  technique?: string;
  tactic?: string;
  values?: Record<string, FactValue | undefined>;
  /** Observations of one group and one minute are told in one sentence, by the first. */
  group?: string;
}

/** Columns of any row that a sentence may speak of. */
const spoken = [
  'ActionType', 'DeviceName', 'FileName', 'FolderPath', 'SHA1', 'SHA256', 'ProcessId', 'ProcessCommandLine', 'ProcessIntegrityLevel', 'RemoteIP', 'RemotePort', 'RemoteUrl', 'LocalIP', 'FileOriginUrl', 'FileOriginReferrerUrl',
  'AccountName', 'AccountUpn', 'AccountDomain', 'LogonType', 'RegistryKey', 'RegistryValueName', 'RegistryValueData', 'PreviousRegistryValueData', 'InitiatingProcessFileName', 'InitiatingProcessId', 'InitiatingProcessCommandLine',
  'InitiatingProcessAccountName', 'InitiatingProcessAccountUpn', 'InitiatingProcessParentFileName', 'ServiceName', 'ServiceFileName', 'ServiceAccount', 'PipeName', 'DesiredAccess', 'TaskName', 'Subject', 'SenderFromAddress', 'SenderIPv4', 'RecipientEmailAddress',
  'DeliveryAction', 'DeliveryLocation', 'ThreatTypes', 'Url', 'IPAddress', 'Application', 'ErrorCode', 'RiskLevelDuringSignIn', 'RiskState', 'Country', 'City', 'UserAgent', 'TargetAccountUpn', 'TargetDeviceName', 'DestinationDeviceName', 'ObjectName', 'AccountDisplayName', 'NewFileName', 'ThreatName', 'FailureReason',
] as const;

/** Makes the draft of an observation: the fact holds the row's spoken columns and what the sentence adds. */
export function draftOf(row: Row, said: Said): Draft {
  const values: Record<string, FactValue | undefined> = {};
  for (const column of spoken) values[column] = row.text(column);
  const technique = said.technique === undefined ? undefined : attackTechnique(said.technique);
  const tactic = said.tactic ?? (said.technique === undefined ? undefined : tacticsOf(said.technique)[0]);
  return {
    at: row.at,
    text: said.text,
    score: said.score,
    tactic,
    device: row.device(),
    row,
    group: said.group,
    fact: {
      type: said.type,
      time: row.columns.Timestamp,
      values: factValues({ ...values, ...(technique ? { technique: [technique.id, technique.name] } : {}), ...(tactic === undefined ? {} : { tactic: attackTactic(tactic)?.name ?? tactic }), ...said.values }),
      source: { kind: 'event', table: row.table, row: row.number, ...(row.text('ReportId') === undefined ? {} : { reportId: row.text('ReportId') }), timestamp: row.columns.Timestamp },
    },
  };
}
