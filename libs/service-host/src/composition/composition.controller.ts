import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { Topic, type CompositionChanged, type Envelope } from '@attest/contracts';
import { CompositionStore } from './composition-store.js';

/** What a service that composes cards does when it hears of another setting. Its module provides the {@link CompositionStore}. */
@Controller()
export class CompositionController {
  constructor(@Inject(CompositionStore) private readonly store: CompositionStore) {}

  @EventPattern(Topic.CompositionChanged)
  compositionChanged(@Payload() { tenant, payload }: Envelope<CompositionChanged>): Promise<void> {
    return this.store.remember(tenant, payload);
  }
}
