import { credentialHunts } from './credential-hunts.js';
import { emailHunts } from './email-hunts.js';
import { evasionHunts } from './evasion-hunts.js';
import { executionHunts } from './execution-hunts.js';
import { identityHunts } from './identity-hunts.js';
import type { LibraryHunt } from './library-hunt.js';
import { networkHunts } from './network-hunts.js';
import { postureHunts } from './posture-hunts.js';

/** Every vetted hunt: our own writing, checked against the shipped schema by a test. */
export const libraryHunts: readonly LibraryHunt[] = [...executionHunts, ...credentialHunts, ...evasionHunts, ...networkHunts, ...emailHunts, ...identityHunts, ...postureHunts];
