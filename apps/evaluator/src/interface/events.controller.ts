import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Topic, type ActionChanged, type CardGenerated, type Envelope, type FeedbackGiven, type IncidentChanged } from '@attest/contracts';
import { HearEventsUseCase } from '../application/hear-events.use-case.js';
import { SnapshotStore } from '../application/snapshot-store.js';

/** What this service does when it hears of a card or of feedback, its own included, and of what cards are made from. */
@Controller()
export class EventsController {
  constructor(
    @Inject(HearEventsUseCase) private readonly useCase: HearEventsUseCase,
    @Inject(SnapshotStore) private readonly snapshots: SnapshotStore,
  ) {}

  @EventPattern(Topic.CardGenerated)
  cardGenerated(@Payload() envelope: Envelope<CardGenerated>): Promise<void> {
    return this.useCase.onCard(envelope);
  }

  @EventPattern(Topic.FeedbackGiven)
  feedbackGiven(@Payload() envelope: Envelope<FeedbackGiven>): Promise<void> {
    return this.useCase.onFeedback(envelope);
  }

  @EventPattern(Topic.IncidentChanged)
  incidentChanged(@Payload() envelope: Envelope<IncidentChanged>): Promise<void> {
    return this.snapshots.rememberIncident(envelope);
  }

  @EventPattern(Topic.ActionChanged)
  actionChanged(@Payload() envelope: Envelope<ActionChanged>): Promise<void> {
    return this.snapshots.rememberAction(envelope);
  }
}
