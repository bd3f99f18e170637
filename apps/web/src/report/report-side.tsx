import { Button, Select } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { useMediaQuery, zoneChoice } from '../app/preferences.js';
import type { ReportCardFragment, ReportEntryFragment } from '../graphql/generated/graphql.js';
import type { ReportDocument } from '../lib/report-document.js';
import { downloadChoices } from '../lib/report-words.js';
import { formatShort, parseTime } from '../lib/time.js';
import { visibleText } from '../lib/visible-text.js';
import { ReportContents } from './report-contents.js';
import styles from './report.module.css';

interface ReportSideProps {
  card: ReportCardFragment;
  report: ReportDocument | undefined;
  versions: readonly ReportEntryFragment[];
  older: boolean;
  onVersion: (version: number) => void;
  onCompare: (from: number, to: number) => void;
}

/** Where there is room beside the report; elsewhere its contents stand above it. */
export const besideQuery = '(min-width: 1001px)';

/** Beside a report, or below it: its contents, its versions, and its forms to download. */
export function ReportSide({ card, report, versions, older, onVersion, onCompare }: ReportSideProps) {
  const beside = useMediaQuery(besideQuery);
  const downloads = downloadChoices(card.downloads);
  const before = versions.find(({ version }) => version < card.version) ?? versions.find(({ version }) => version !== card.version);
  return (
    <div className={styles.sideParts}>
      {beside && report && (
        <section className={styles.sidePart}>
          <h3 className={styles.sideTitle}>Contents</h3>
          <ReportContents sections={report.sections} />
        </section>
      )}
      <section className={styles.sidePart} aria-label="Versions">
        <h3 className={styles.sideTitle}>Versions</h3>
        <VersionChoice name="Version shown" versions={versions} value={card.version} onChange={onVersion} />
        {older && <p className={styles.quiet}>The newest 100 versions can be chosen.</p>}
        {before ? (
          <Button size="small" onClick={() => onCompare(Math.min(before.version, card.version), Math.max(before.version, card.version))}>
            {`Compare with version ${before.version}`}
          </Button>
        ) : (
          <p className={styles.quiet}>There is nothing to compare this one with yet.</p>
        )}
      </section>
      {downloads.length > 0 && (
        <section className={styles.sidePart} aria-label="Downloads">
          <h3 className={styles.sideTitle}>Downloads</h3>
          <ul className={styles.downloads}>
            {downloads.map(({ format, name, about, path }) => (
              <li key={format}>
                <a href={path} download data-format={format}>
                  <ArrowDownloadRegular aria-hidden="true" />
                  {visibleText(name)}
                </a>
                <span className={styles.quiet}>{about}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

interface VersionChoiceProps {
  name: string;
  versions: readonly ReportEntryFragment[];
  value: number;
  onChange: (version: number) => void;
}

/** Chooses one of the versions of a report. */
export function VersionChoice({ name, versions, value, onChange }: VersionChoiceProps) {
  const zone = zoneChoice.use();
  return (
    <Select aria-label={name} value={String(value)} onChange={(_, data) => onChange(Number(data.value))}>
      {versions.map((entry) => (
        <option key={entry.id} value={entry.version}>
          {`${entry.version}: ${formatShort(parseTime(entry.createdAt) ?? 0, zone)}, ${entry.reason === 'CLOSED' ? 'on closing' : visibleText(entry.madeBy ?? 'Attest')}`}
        </option>
      ))}
    </Select>
  );
}
