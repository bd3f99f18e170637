import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { periodPath, type Period } from '../lib/report-period.js';
import { downloadChoices } from '../lib/report-words.js';
import styles from './reports.module.css';

const formats = ['pdf', 'html', 'md', 'json'];

/** The report over a period as files. */
export function PeriodDownloads({ period }: { period: Period }) {
  return (
    <nav aria-label="Downloads" className={styles.downloads} data-print="hide">
      <span className={styles.quiet}>Download as</span>
      {downloadChoices(formats.map((format) => ({ format, path: periodPath(period, format) }))).map(({ format, name, path }) => (
        <a key={format} href={path} download data-format={format}>
          <ArrowDownloadRegular aria-hidden="true" />
          {name}
        </a>
      ))}
    </nav>
  );
}
