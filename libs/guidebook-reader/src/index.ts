export * from './guidebook.js';
export * from './guidebook.error.js';
export { readGuidebook, tooLargeGuide } from './read-guidebook.js';
export { GuidebookReader, type GuidebookReaderOptions } from './guidebook-reader.js';
