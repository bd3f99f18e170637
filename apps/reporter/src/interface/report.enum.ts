import { registerEnumType } from '@nestjs/graphql';
import { ReporterGraph } from './reporter-graph.js';

export enum ReportReason {
  ON_DEMAND = 'onDemand',
  CLOSED = 'closed',
}
registerEnumType(ReportReason, {
  registerIn: ReporterGraph,
  name: 'ReportReason',
  description: 'Why a report was made',
  valuesMap: { ON_DEMAND: { description: 'A person asked for it' }, CLOSED: { description: 'The incident was resolved' } },
});

export enum SectionChange {
  SAME = 'same',
  ADDED = 'added',
  REMOVED = 'removed',
  CHANGED = 'changed',
}
registerEnumType(SectionChange, { registerIn: ReporterGraph, name: 'ReportSectionChange', description: 'What became of a section from one report to another' });

export enum LineChange {
  SAME = 'same',
  ADDED = 'added',
  REMOVED = 'removed',
}
registerEnumType(LineChange, { registerIn: ReporterGraph, name: 'ReportLineChange', description: 'What became of a line from one report to another' });
