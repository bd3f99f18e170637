import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { Topic, type Envelope, type EventsAdded, type IncidentChanged } from '@attest/contracts';
import type { DeliveryContext } from '@attest/messaging';
import { LandRowsUseCase } from '../application/land-rows.use-case.js';

/** What this service does when incidents and their event rows come. */
@Controller()
export class HuntLandingController {
  constructor(@Inject(LandRowsUseCase) private readonly useCase: LandRowsUseCase) {}

  @EventPattern(Topic.EventsAdded)
  eventsAdded(@Payload() envelope: Envelope<EventsAdded>): Promise<void> {
    return this.useCase.onEventsAdded(envelope);
  }

  @EventPattern(Topic.IncidentChanged)
  incidentChanged(@Payload() envelope: Envelope<IncidentChanged>, @Ctx() context: unknown): Promise<void> {
    return this.useCase.onIncidentChanged(envelope, (context as DeliveryContext).signal);
  }
}
