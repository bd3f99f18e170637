import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { Topic, type Envelope, type ScriptSubmitted } from '@attest/contracts';
import type { DeliveryContext } from '@attest/messaging';
import { AnalyzeScriptUseCase } from '../application/analyze-script.use-case.js';

/** What this service does when a script is submitted. */
@Controller()
export class ScriptSubmittedController {
  constructor(@Inject(AnalyzeScriptUseCase) private readonly useCase: AnalyzeScriptUseCase) {}

  @EventPattern(Topic.ScriptSubmitted)
  scriptSubmitted(@Payload() envelope: Envelope<ScriptSubmitted>, @Ctx() context: unknown): Promise<void> {
    return this.useCase.onSubmitted(envelope, (context as DeliveryContext).signal);
  }
}
