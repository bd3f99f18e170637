import type { BehaviourRule } from '../behaviour-rule.js';
import { collectionRules } from './collection.rules.js';
import { commandAndControlRules } from './command-and-control.rules.js';
import { credentialAccessUnixRules } from './credential-access-unix.rules.js';
import { credentialAccessRules, credentialPowerShellRules } from './credential-access.rules.js';
import { defenceEvasionRules } from './defence-evasion.rules.js';
import { discoveryUnixRules } from './discovery-unix.rules.js';
import { discoveryRules, discoveryPowerShellRules } from './discovery.rules.js';
import { downloadRules } from './download.rules.js';
import { executionRules } from './execution.rules.js';
import { exfiltrationRules } from './exfiltration.rules.js';
import { impactRules } from './impact.rules.js';
import { impairDefencesRules } from './impair-defences.rules.js';
import { injectionRules } from './injection.rules.js';
import { lateralMovementRules } from './lateral-movement.rules.js';
import { persistenceUnixRules } from './persistence-unix.rules.js';
import { persistenceRules } from './persistence.rules.js';
import { privilegeEscalationRules } from './privilege-escalation.rules.js';
import { proxyExecutionRules } from './proxy-execution.rules.js';
import { registryRules } from './registry.rules.js';
import { scriptInterfaceRules } from './script-interfaces.rules.js';

/** The knowledge base: every rule from text to behaviour, by tactic. */
export const behaviourRules: readonly BehaviourRule[] = [
  ...collectionRules,
  ...commandAndControlRules,
  ...credentialAccessUnixRules,
  ...credentialAccessRules,
  ...credentialPowerShellRules,
  ...defenceEvasionRules,
  ...discoveryUnixRules,
  ...discoveryRules,
  ...discoveryPowerShellRules,
  ...downloadRules,
  ...executionRules,
  ...exfiltrationRules,
  ...impactRules,
  ...impairDefencesRules,
  ...injectionRules,
  ...lateralMovementRules,
  ...persistenceUnixRules,
  ...persistenceRules,
  ...privilegeEscalationRules,
  ...proxyExecutionRules,
  ...registryRules,
  ...scriptInterfaceRules,
];
