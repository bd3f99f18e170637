import { useCallback, useEffect, useMemo } from 'react';
import { useQuery } from '@apollo/client/react';
import { Button } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { LinkRegular } from '@fluentui/react-icons/svg/link';
import { problemOf } from '../app/problem.js';
import { AuditTrailDocument } from '../graphql/generated/graphql.js';
import { auditLinks } from '../lib/audit-links.js';
import { CopyButton } from '../ui/copy-button.js';
import { ShowMore } from '../ui/more.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { useMore } from '../ui/use-more.js';
import { AuditRows } from './audit-rows.js';
import styles from './actions.module.css';

const pageSize = 50;
const command = 'bin/attest audit verify audit.jsonl';

/** The audit log, newest first, and whether its rows follow from each other. */
export function AuditView({ version }: { version: number }) {
  const { data, error, loading, fetchMore, refetch } = useQuery(AuditTrailDocument, { variables: { first: pageSize, actionId: null }, fetchPolicy: 'cache-and-network', nextFetchPolicy: 'cache-first', notifyOnNetworkStatusChange: true });
  const refresh = useCallback(() => void refetch().catch(() => undefined), [refetch]);
  useEffect(() => {
    if (version > 0) refresh();
  }, [version, refresh]);
  const list = data?.auditTrail;
  const more = useMore(fetchMore, list?.pageInfo);
  const links = useMemo(() => auditLinks(list?.nodes ?? []), [list]);
  if (!list) return error ? <ErrorState title="The audit log cannot be shown" reason={problemOf(error)} onRetry={refresh} /> : <RowsLoading what="the audit log" rows={8} />;
  if (!links)
    return (
      <EmptyState title="Nothing was decided yet">
        <p>Every proposal, decision and call is written here in the same transaction as the change itself.</p>
      </EmptyState>
    );
  return (
    <section className={styles.list} aria-label="Audit trail">
      <div className={styles.chain} role="status" data-chain={links.broken === undefined ? 'whole' : 'broken'}>
        <LinkRegular aria-hidden="true" />
        <p>
          {links.broken === undefined
            ? `Rows ${links.from} to ${links.to} follow from each other: each names the hash of the row before, and none is missing.`
            : `The chain is broken: row ${links.broken} does not follow from the row before. Verify the whole log.`}
        </p>
        <span className={styles.chainTools}>
          <Button size="small" as="a" icon={<ArrowDownloadRegular />} href="/api/actions/audit.jsonl" download>
            Whole log
          </Button>
          <CopyButton value={command} what="the command that verifies the log" text="Copy the verify command" />
        </span>
      </div>
      <AuditRows rows={list.nodes} broken={links.broken} />
      {list.pageInfo.hasNextPage && (
        <ShowMore shown={list.nodes.length} total={list.totalCount} loading={loading} more={more} />
      )}
    </section>
  );
}
