import { ContractViolation, parseEnvelope, type Envelope, type Topic } from '@attest/contracts';
import { PermanentError } from './event-bus.js';

/**
 * Reads what a topic delivered. Text that is not of its contract can never be handled:
 * @throws PermanentError, so that it is dead-lettered at once
 */
export function parseMessage(topic: string, text: string): Envelope {
  try {
    return parseEnvelope(topic as Topic, JSON.parse(text) as unknown);
  } catch (error) {
    if (error instanceof ContractViolation) throw new PermanentError(error.message);
    throw new PermanentError(`Event on ${topic} is not JSON.`);
  }
}
