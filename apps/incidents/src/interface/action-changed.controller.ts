import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Topic, type ActionChanged, type Envelope } from '@attest/contracts';
import { NoteActionUseCase } from '../application/note-action.use-case.js';

/** What this service does when it hears of a response action. */
@Controller()
export class ActionChangedController {
  constructor(@Inject(NoteActionUseCase) private readonly useCase: NoteActionUseCase) {}

  @EventPattern(Topic.ActionChanged)
  actionChanged(@Payload() envelope: Envelope<ActionChanged>): Promise<void> {
    return this.useCase.onActionChanged(envelope);
  }
}
