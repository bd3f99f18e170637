import { useQuery } from '@apollo/client/react';
import { Link } from 'react-router';
import { problemOf } from '../app/problem.js';
import { useSession } from '../app/session.js';
import { ReportTemplateDocument } from '../graphql/generated/graphql.js';
import { ErrorState, RowsLoading } from '../ui/states.js';
import { usePageTitle } from '../ui/use-page-title.js';
import { TemplateForm } from './template-form.js';
import styles from './settings.module.css';

/** How reports of the tenant look: title, organisation, logo, marking, language, and sections of their own. */
export function ReportSettingsPage() {
  usePageTitle('Report template');
  const { person } = useSession();
  const { data, error, refetch } = useQuery(ReportTemplateDocument, { fetchPolicy: 'network-only' });
  const mayChange = person.roles.includes('admin');
  return (
    <div className={styles.page}>
      <div className={styles.heading}>
        <h1 className={styles.title}>Report template</h1>
        <Link to="/reports">Reports</Link>
      </div>
      <p className={styles.lead}>Every report of your tenant is made with this, from the next one on. Reports made before stay as they are.</p>
      {!mayChange && <p className={styles.reason}>You can read the template. Changing it needs the role admin.</p>}
      {data ? (
        <TemplateForm stored={data.reportTemplate} mayChange={mayChange} />
      ) : error ? (
        <ErrorState title="The template cannot be shown" reason={problemOf(error)} onRetry={() => void refetch().catch(() => undefined)} />
      ) : (
        <RowsLoading what="the template" rows={5} />
      )}
    </div>
  );
}
