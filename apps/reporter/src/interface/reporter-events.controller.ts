import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Topic, type ActionChanged, type CardGenerated, type Envelope, type HuntLinked, type IncidentChanged, type ScriptAnalyzed } from '@attest/contracts';
import { MakeReportUseCase } from '../application/make-report.use-case.js';

/** What this service does when it hears of what a report tells. */
@Controller()
export class ReporterEventsController {
  constructor(@Inject(MakeReportUseCase) private readonly useCase: MakeReportUseCase) {}

  @EventPattern(Topic.IncidentChanged)
  incidentChanged(@Payload() envelope: Envelope<IncidentChanged>): Promise<void> {
    return this.useCase.onIncidentChanged(envelope);
  }

  @EventPattern(Topic.CardGenerated)
  cardGenerated(@Payload() envelope: Envelope<CardGenerated>): Promise<void> {
    return this.useCase.onCardGenerated(envelope);
  }

  @EventPattern(Topic.ActionChanged)
  actionChanged(@Payload() envelope: Envelope<ActionChanged>): Promise<void> {
    return this.useCase.onActionChanged(envelope);
  }

  @EventPattern(Topic.ScriptAnalyzed)
  scriptAnalyzed(@Payload() envelope: Envelope<ScriptAnalyzed>): Promise<void> {
    return this.useCase.onScriptAnalyzed(envelope);
  }

  @EventPattern(Topic.HuntLinked)
  huntLinked(@Payload() envelope: Envelope<HuntLinked>): Promise<void> {
    return this.useCase.onHuntLinked(envelope);
  }
}
