/**
 * Topics between services, named `<noun>.<past verb>.v<version>`. A breaking change of a payload is a new topic;
 * the old one is published beside it until no consumer is left.
 */
export const Topic = {
  IncidentChanged: 'incident.changed.v1',
  EventsAdded: 'events.added.v1',
  CardGenerated: 'card.generated.v1',
  ScriptSubmitted: 'script.submitted.v1',
  ScriptAnalyzed: 'script.analyzed.v1',
  ActionChanged: 'action.changed.v1',
  HuntLinked: 'hunt.linked.v1',
  FeedbackGiven: 'feedback.given.v1',
  CompositionChanged: 'composition.changed.v1',
} as const;

/** A topic Attest publishes to. */
export type Topic = (typeof Topic)[keyof typeof Topic];

/** Every topic with the number of partitions a new cluster gets; order is kept per key within a partition. */
export const topicPartitions: Readonly<Record<Topic, number>> = {
  [Topic.IncidentChanged]: 12,
  [Topic.EventsAdded]: 12,
  [Topic.CardGenerated]: 12,
  [Topic.ScriptSubmitted]: 24,
  [Topic.ScriptAnalyzed]: 12,
  [Topic.ActionChanged]: 12,
  [Topic.HuntLinked]: 6,
  [Topic.FeedbackGiven]: 12,
  [Topic.CompositionChanged]: 3,
};
