/**
 * Marks the GraphQL types of this service. Nest's code-first metadata is global to a process; types marked so stay out of
 * the schemas of the other services that share it.
 */
export class ReporterGraph {
  readonly service = 'reporter';
}
