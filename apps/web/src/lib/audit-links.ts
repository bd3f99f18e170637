/** What ties a row of the audit log to the one before. */
export interface AuditLink {
  /** From 1 without gaps. */
  sequence: number;
  previous: string;
  hash: string;
}

/** What is known of the rows on screen. `broken` is the first row, counted from the oldest, that does not follow from the one before. */
export interface AuditLinks {
  from: number;
  to: number;
  broken?: number;
}

/** Whether rows of the whole log, in any order, carry on from each other: no number left out, and each names the hash of the one before. Undefined without rows. */
export function auditLinks(rows: readonly AuditLink[]): AuditLinks | undefined {
  const inOrder = [...rows].sort((a, b) => a.sequence - b.sequence);
  const [first] = inOrder;
  const last = inOrder.at(-1);
  if (!first || !last) return undefined;
  const broken = inOrder.find((row, index) => {
    const before = inOrder[index - 1];
    return before !== undefined && (row.sequence !== before.sequence + 1 || row.previous !== before.hash);
  });
  return { from: first.sequence, to: last.sequence, ...(broken && { broken: broken.sequence }) };
}
