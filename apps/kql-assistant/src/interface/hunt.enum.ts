import { registerEnumType } from '@nestjs/graphql';

export enum HuntStatusName {
  ANSWERED = 'ANSWERED',
  CLARIFY = 'CLARIFY',
  UNANSWERED = 'UNANSWERED',
  TYPED = 'TYPED',
}
registerEnumType(HuntStatusName, { name: 'HuntStatus' });

export enum HuntComposerName {
  RULES = 'RULES',
  MODEL = 'MODEL',
}
registerEnumType(HuntComposerName, { name: 'HuntComposer' });

export enum HuntLiteralOrigin {
  QUESTION = 'QUESTION',
  INCIDENT = 'INCIDENT',
  CATALOGUE = 'CATALOGUE',
  ASSUMED = 'ASSUMED',
  QUERY = 'QUERY',
}
registerEnumType(HuntLiteralOrigin, { name: 'HuntLiteralOrigin' });

export enum HuntRunStatus {
  RUNNING = 'RUNNING',
  DONE = 'DONE',
  FAILED = 'FAILED',
  CANCELLED = 'CANCELLED',
}
registerEnumType(HuntRunStatus, { name: 'HuntRunStatus' });

export enum HuntChartKind {
  TIME = 'TIME',
  LINE = 'LINE',
  COLUMN = 'COLUMN',
  BAR = 'BAR',
  PIE = 'PIE',
  AREA = 'AREA',
  SCATTER = 'SCATTER',
  CARD = 'CARD',
  TABLE = 'TABLE',
}
registerEnumType(HuntChartKind, { name: 'HuntChartKind' });

export enum HuntSeverity {
  ERROR = 'error',
  WARNING = 'warning',
  HINT = 'hint',
}
registerEnumType(HuntSeverity, { name: 'HuntSeverity' });

export enum HuntCompletionKind {
  TABLE = 'TABLE',
  COLUMN = 'COLUMN',
  FUNCTION = 'FUNCTION',
  OPERATOR = 'OPERATOR',
  KEYWORD = 'KEYWORD',
  VARIABLE = 'VARIABLE',
  VALUE = 'VALUE',
  OTHER = 'OTHER',
}
registerEnumType(HuntCompletionKind, { name: 'HuntCompletionKind' });

export enum HuntEntityKind {
  DEVICE = 'DEVICE',
  USER = 'USER',
  IP = 'IP',
  URL = 'URL',
  DOMAIN = 'DOMAIN',
  FILE_HASH = 'FILE_HASH',
  FILE = 'FILE',
  PROCESS = 'PROCESS',
  MAIL_MESSAGE = 'MAIL_MESSAGE',
  MAILBOX = 'MAILBOX',
  REGISTRY_KEY = 'REGISTRY_KEY',
  CLOUD_APP = 'CLOUD_APP',
  ALERT = 'ALERT',
}
registerEnumType(HuntEntityKind, { name: 'HuntEntityKind', description: 'What a column holds, so that its cells can be pivoted from' });
