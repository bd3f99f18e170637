import { mergeClasses } from '@fluentui/react-components';
import { label, severityLevel } from '../lib/labels.js';
import type { Tone } from '../lib/response-words.js';
import styles from './ui.module.css';

const severityClass = { high: styles.high, medium: styles.medium, low: styles.low, informational: styles.info, unknown: styles.plain };

/** Severity as colour and word. */
export function SeverityBadge({ severity }: { severity: string | null | undefined }) {
  const level = severityLevel(severity);
  return (
    <span className={mergeClasses(styles.badge, severityClass[level])}>
      <span className={styles.severityMark} data-level={level} aria-hidden="true" />
      {label(severity) || 'Unknown'}
    </span>
  );
}

/** What was judged about a piece of evidence, as colour and word. */
export function VerdictBadge({ verdict }: { verdict: string | null | undefined }) {
  if (!verdict || verdict === 'unknown') return <span className={styles.quiet}>Unknown</span>;
  const tone = verdict === 'malicious' ? styles.high : verdict === 'suspicious' ? styles.medium : verdict === 'noThreatsFound' || verdict === 'clean' || verdict === 'benign' ? styles.good : styles.plain;
  return <span className={mergeClasses(styles.badge, tone)}>{label(verdict)}</span>;
}

/** Where work on the incident or alert stands. */
export function StatusText({ status }: { status: string | null | undefined }) {
  return (
    <span className={styles.status} data-status={status ?? undefined}>
      <span className={styles.statusMark} aria-hidden="true" />
      {label(status) || 'Unknown'}
    </span>
  );
}

/** A short word in a box: a tag, a tactic, a technique, a role. */
export function Chip({ children, title }: { children: React.ReactNode; title?: string }) {
  return (
    <span className={styles.chip} title={title}>
      {children}
    </span>
  );
}

/** A technique of ATT&CK by number and name; by its number alone where the name is not known. */
export function TechniqueChip({ id, name, title }: { id: string; name: string; title?: string }) {
  return (
    <Chip {...(title === undefined ? {} : { title })}>
      <b>{id}</b> {name !== id && name}
    </Chip>
  );
}

/** A word coloured by what it means. */
export function ToneBadge({ tone, children }: { tone: Tone; children: React.ReactNode }) {
  return <span className={mergeClasses(styles.badge, styles[tone])}>{children}</span>;
}
