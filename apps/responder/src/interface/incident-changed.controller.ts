import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { Topic, type Envelope, type IncidentChanged, type ScriptAnalyzed } from '@attest/contracts';
import type { DeliveryContext } from '@attest/messaging';
import { GuideIncidentUseCase } from '../application/guide-incident.use-case.js';

/** What this service does when it hears of a changed incident or an analysed script. */
@Controller()
export class ResponseIncidentController {
  constructor(@Inject(GuideIncidentUseCase) private readonly useCase: GuideIncidentUseCase) {}

  @EventPattern(Topic.IncidentChanged)
  incidentChanged(@Payload() envelope: Envelope<IncidentChanged>, @Ctx() context: unknown): Promise<void> {
    return this.useCase.onIncidentChanged(envelope, (context as DeliveryContext).signal);
  }

  @EventPattern(Topic.ScriptAnalyzed)
  scriptAnalyzed(@Payload() envelope: Envelope<ScriptAnalyzed>): Promise<void> {
    return this.useCase.onScriptAnalyzed(envelope);
  }
}
