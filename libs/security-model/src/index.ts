export * from './graph/index.js';
export type { Entity, EntityType } from './entities/entity.js';
export { entitiesOf } from './entities/entities-of.js';
export { canonicalDomain, canonicalHash, canonicalIp, canonicalUrl, hostOfUrl, refang, registryPath, utcInstant } from './entities/canonical.js';
