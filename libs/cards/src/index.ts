export * from './fact.js';
export * from './card.js';
export { verifyCard, verifySentence, CardVerifier, type CardVerdict } from './verify/verify-card.js';
export { MAX_STATEMENT_LENGTH, type Author, type SentenceVerdict } from './verify/verify-sentence.js';
export { techniqueName, tacticName, techniqueExists } from './verify/attack.js';
export { defang, refang } from './defang.js';
export { ComposerError, type ComposeInput, type Composer, type Composition } from './compose/composer.js';
export { runCardPipeline, MAX_STATEMENTS, MAX_WORDS, MIN_SURVIVING_SHARE, type CardPipelineInput } from './compose/pipeline.js';
export { cardDigest } from './compose/digest.js';
