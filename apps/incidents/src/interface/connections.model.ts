import type { Type } from '@nestjs/common';
import { Directive, Field, Int, ObjectType } from '@nestjs/graphql';
import { Activity, EventRow, Incident } from './incident.model.js';
import { Alert, Evidence } from './record.model.js';
import { IncidentsGraph } from './incidents-graph.js';

@ObjectType({ registerIn: IncidentsGraph })
@Directive('@shareable')
export class PageInfo {
  @Field()
  hasNextPage!: boolean;

  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

interface EdgeShape<T> {
  cursor: string;
  node: T;
}

interface ConnectionShape<T> {
  edges: EdgeShape<T>[];
  nodes: T[];
  pageInfo: PageInfo;
  totalCount: number;
}

/** Connection and edge types of a node type, as Relay names them. */
function connectionOf<T>(node: Type<T>, name: string): Type<ConnectionShape<T>> {
  @ObjectType(`${name}Edge`, { registerIn: IncidentsGraph })
  class Edge implements EdgeShape<T> {
    @Field()
    cursor!: string;

    @Field(() => node)
    node!: T;
  }

  @ObjectType(`${name}Connection`, { registerIn: IncidentsGraph })
  class Connection implements ConnectionShape<T> {
    @Field(() => [Edge])
    edges!: EdgeShape<T>[];

    @Field(() => [node])
    nodes!: T[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;

    @Field(() => Int)
    totalCount!: number;
  }
  return Connection;
}

export const IncidentConnection = connectionOf(Incident, 'Incident');
export const AlertConnection = connectionOf(Alert, 'Alert');
export const EvidenceConnection = connectionOf(Evidence, 'Evidence');
export const ActivityConnection = connectionOf(Activity, 'Activity');
export const EventRowConnection = connectionOf(EventRow, 'EventRow');

/** A page as a connection, its nodes turned by `show`. */
export function toConnection<Row, Node>(page: { items: { cursor: string; node: Row }[]; hasNextPage: boolean; totalCount: number }, show: (row: Row) => Node): ConnectionShape<Node> {
  const edges = page.items.map(({ cursor, node }) => ({ cursor, node: show(node) }));
  return { edges, nodes: edges.map(({ node }) => node), pageInfo: { hasNextPage: page.hasNextPage, endCursor: edges.at(-1)?.cursor ?? null }, totalCount: page.totalCount };
}
