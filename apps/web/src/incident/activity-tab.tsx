import { useState } from 'react';
import { useMutation, useQuery } from '@apollo/client/react';
import { Button, MessageBar, MessageBarBody, Textarea } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import { AddCommentDocument, IncidentActivityLogDocument, type IncidentActivityLogQuery } from '../graphql/generated/graphql.js';
import { describeActivity } from '../lib/activity.js';
import { ShowMore } from '../ui/more.js';
import { EmptyState, ErrorState, RowsLoading } from '../ui/states.js';
import { Time } from '../ui/time.js';
import { Untrusted } from '../ui/untrusted.js';
import { useMore } from '../ui/use-more.js';
import type { TabProps } from './incident-page.js';
import styles from './activity.module.css';

const pageSize = 50;

type Activity = NonNullable<IncidentActivityLogQuery['incident']>['activity']['nodes'][number];
type Comment = NonNullable<IncidentActivityLogQuery['incident']>['comments'][number];

/** Who did what on the incident, and what people wrote about it. */
export function ActivityTab({ incidentId }: TabProps) {
  const { data, error, fetchMore, refetch } = useQuery(IncidentActivityLogDocument, { variables: { id: incidentId, first: pageSize }, fetchPolicy: 'cache-and-network' });
  const incident = data?.incident;
  const more = useMore(fetchMore, incident?.activity.pageInfo);
  if (error && !incident) return <ErrorState title="The activity cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!incident) return <RowsLoading what="activity" />;
  const { activity, comments } = incident;
  return (
    <div className={styles.layout}>
      <section className={styles.part} aria-labelledby="activity-comments">
        <h2 id="activity-comments" className={styles.title}>
          Comments
        </h2>
        <CommentForm incidentId={incidentId} onAdded={() => void refetch().catch(() => undefined)} />
        {comments.length === 0 ? (
          <p className={styles.quiet}>Nobody has commented yet.</p>
        ) : (
          <ul className={styles.comments}>
            {comments.map((comment, index) => (
              <CommentItem key={index} comment={comment} />
            ))}
          </ul>
        )}
      </section>
      <section className={styles.part} aria-labelledby="activity-log">
        <h2 id="activity-log" className={styles.title}>
          Activity
        </h2>
        {activity.nodes.length === 0 ? (
          <EmptyState title="Nothing was done yet" />
        ) : (
          <ol className={styles.log}>
            {activity.nodes.map((entry) => (
              <LogEntry key={entry.id} entry={entry} />
            ))}
          </ol>
        )}
        {activity.pageInfo.hasNextPage && (
          <div className={styles.older}>
            <ShowMore shown={activity.nodes.length} total={activity.totalCount} loading={false} more={more} />
          </div>
        )}
      </section>
    </div>
  );
}

function CommentForm({ incidentId, onAdded }: { incidentId: string; onAdded: () => void }) {
  const [text, setText] = useState('');
  const [add, { loading, error }] = useMutation(AddCommentDocument);
  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    const comment = text.trim();
    if (!comment) return;
    const added = await add({ variables: { id: incidentId, comment } }).catch(() => undefined);
    if (!added) return;
    setText('');
    onAdded();
  };
  return (
    <form onSubmit={(event) => void submit(event)} className={styles.form}>
      {error && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>{problemOf(error)}</MessageBarBody>
        </MessageBar>
      )}
      <Textarea aria-label="New comment" placeholder="Write a comment for the next shift" resize="vertical" value={text} onChange={(_, data) => setText(data.value)} />
      <Button type="submit" appearance="primary" disabledFocusable={loading || !text.trim()}>
        {loading ? 'Adding …' : 'Add comment'}
      </Button>
    </form>
  );
}

function CommentItem({ comment }: { comment: Comment }) {
  return (
    <li className={styles.comment}>
      <p className={styles.by}>
        <b>
          <Untrusted>{comment.author}</Untrusted>
        </b>
        <Time value={comment.createdDateTime} />
      </p>
      <p className={styles.text}>
        <Untrusted>{comment.comment}</Untrusted>
      </p>
    </li>
  );
}

function LogEntry({ entry }: { entry: Activity }) {
  return (
    <li className={styles.entry}>
      <span className={styles.at}>
        <Time value={entry.at} />
      </span>
      <span>
        <b>
          <Untrusted>{entry.actor}</Untrusted>
        </b>{' '}
        <Untrusted>{describeActivity(entry)}</Untrusted>
      </span>
    </li>
  );
}
