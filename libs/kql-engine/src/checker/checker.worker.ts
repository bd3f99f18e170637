import { parentPort, workerData } from 'node:worker_threads';
import { KqlError, KqlErrorCode } from '../kql.error.js';
import type { HuntingSchema } from '../schema/hunting-schema.js';
import type { CheckerAnswer, CheckerCall, CheckerRequest, CheckerStart } from './checker-protocol.js';
import { checkKql, columnsInScope, completeKql } from './checker.js';
import { repairKql } from './repair.js';

const { limits, schema: first } = workerData as CheckerStart;
let schema: HuntingSchema = first;

function answerTo(call: CheckerCall): unknown {
  switch (call.kind) {
    case 'check':
      return checkKql(call.text, schema, { hints: call.hints, limits });
    case 'complete':
      return completeKql(call.text, call.offset, schema, limits);
    case 'columns':
      return columnsInScope(call.text, call.offset, schema, limits);
    case 'repair':
      return repairKql(call.text, schema, limits);
  }
}

function say(answer: CheckerAnswer): void {
  parentPort?.postMessage(answer);
}

/** One call at a time, in a thread that can be ended. */
parentPort?.on('message', ({ call, schema: other }: CheckerRequest) => {
  if (other !== undefined) {
    schema = other;
    checkKql('print 1', schema);
  }
  if (call === undefined) return;
  try {
    say({ value: answerTo(call) });
  } catch (error) {
    const known = error instanceof KqlError ? error : new KqlError(KqlErrorCode.Invalid, 'The query could not be checked.');
    say({ error: { code: known.code, message: known.message, ...(known.position === undefined ? {} : { position: known.position }) } });
  }
});

// The first query of a thread takes a second; nobody should wait for it.
checkKql('AlertInfo | where Timestamp > ago(1d) | summarize count() by Title, bin(Timestamp, 1h) | join kind=inner (AlertEvidence) on $left.Title == $right.Title | take 10', schema);
say({ ready: true });
