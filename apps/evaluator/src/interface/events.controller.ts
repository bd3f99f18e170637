import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Topic, type CardGenerated, type Envelope, type FeedbackGiven } from '@attest/contracts';
import { HearEventsUseCase } from '../application/hear-events.use-case.js';

/** What this service does when it hears of a card or of feedback, its own included. */
@Controller()
export class EventsController {
  constructor(@Inject(HearEventsUseCase) private readonly useCase: HearEventsUseCase) {}

  @EventPattern(Topic.CardGenerated)
  cardGenerated(@Payload() envelope: Envelope<CardGenerated>): Promise<void> {
    return this.useCase.onCard(envelope);
  }

  @EventPattern(Topic.FeedbackGiven)
  feedbackGiven(@Payload() envelope: Envelope<FeedbackGiven>): Promise<void> {
    return this.useCase.onFeedback(envelope);
  }
}
