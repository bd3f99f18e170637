import type { SchemaOptions } from '@attest/persistence';
import { ActionEntity } from './action.entity.js';
import { ResponseCardEntity } from './card.entity.js';
import { GuidebookEntity } from './guidebook.entity.js';
import { CreateResponses1766000000000 } from './migrations/1766000000000-create-responses.js';
import { AddGuidebooks1766100000000 } from './migrations/1766100000000-add-guidebooks.js';
import { ResponseSubjectEntity } from './subject.entity.js';

/** Everything that stands in this service's schema. */
export const responderSchema: SchemaOptions = { schema: 'responder', entities: [ResponseCardEntity, ResponseSubjectEntity, ActionEntity, GuidebookEntity], migrations: [CreateResponses1766000000000, AddGuidebooks1766100000000] };
