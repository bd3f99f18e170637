import { useEffect, useState } from 'react';
import { useMutation } from '@apollo/client/react';
import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { CommentRegular } from '@fluentui/react-icons/svg/comment';
import { CopyRegular } from '@fluentui/react-icons/svg/copy';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { OptionsRegular } from '@fluentui/react-icons/svg/options';
import { PrintRegular } from '@fluentui/react-icons/svg/print';
import { problemOf } from '../app/problem.js';
import { AddCommentDocument, type ReportCardFragment } from '../graphql/generated/graphql.js';
import { sentenceOf } from '../lib/error-sentence.js';
import { leadOf, type ReportDocument } from '../lib/report-document.js';
import { downloadChoices, reportComment } from '../lib/report-words.js';
import { copyText } from '../ui/copy-button.js';
import styles from './report.module.css';

interface ReportToolsProps {
  card: ReportCardFragment;
  report: ReportDocument | undefined;
  /** The address of this version, for whoever reads about it elsewhere. */
  path: string;
  making: boolean;
  onMake: () => void;
  onOptions: () => void;
}

type Said = { text: string; bad?: true };

const saidFor = 6_000;

/** What can be done with a report. The outcome is said beside the buttons. */
export function ReportTools({ card, report, path, making, onMake, onOptions }: ReportToolsProps) {
  const [said, setSaid] = useState<Said>();
  const [busy, setBusy] = useState<'copy' | 'post'>();
  const [comment] = useMutation(AddCommentDocument);
  useEffect(() => {
    if (!said || said.bad) return;
    const timer = setTimeout(() => setSaid(undefined), saidFor);
    return () => clearTimeout(timer);
  }, [said]);
  const markdown = downloadChoices(card.downloads).find(({ format }) => format === 'md');

  const run = async (what: 'copy' | 'post', deed: () => Promise<string>): Promise<void> => {
    if (busy) return;
    setBusy(what);
    setSaid(undefined);
    try {
      setSaid({ text: await deed() });
    } catch (error) {
      setSaid({ text: problemOf(error), bad: true });
    } finally {
      setBusy(undefined);
    }
  };
  const copy = async (address: string): Promise<string> => {
    await copyText(await textAt(address));
    return 'Copied as Markdown.';
  };
  const post = async (lead: string): Promise<string> => {
    await comment({ variables: { id: card.subjectId, comment: reportComment(lead, { version: card.version, tlp: card.tlp, link: new URL(path, window.location.origin).href }) } });
    return 'Posted to the activity log.';
  };

  return (
    <div className={styles.tools} data-print="hide">
      {markdown && (
        <Button icon={<CopyRegular />} disabledFocusable={busy === 'copy'} onClick={() => void run('copy', () => copy(markdown.path))}>
          Copy as Markdown
        </Button>
      )}
      {report && (
        <Button icon={<CommentRegular />} disabledFocusable={busy === 'post'} onClick={() => void run('post', () => post(leadOf(report)))}>
          {busy === 'post' ? 'Posting …' : 'Post to activity log'}
        </Button>
      )}
      <Button icon={<ArrowSyncRegular />} disabledFocusable={making} onClick={onMake}>
        {making ? 'Making it again …' : 'Regenerate'}
      </Button>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button icon={<MoreHorizontalRegular />} aria-label="More" title="More" />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem icon={<OptionsRegular />} onClick={onOptions}>
              Make another version …
            </MenuItem>
            <MenuItem icon={<PrintRegular />} onClick={() => window.print()}>
              Print
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      <span role="status" className={styles.said} data-bad={said?.bad}>
        {said?.text}
      </span>
    </div>
  );
}

/** Fetches a text from Attest's own door; throws the server's sentence. */
async function textAt(address: string): Promise<string> {
  const answer = await fetch(address, { credentials: 'same-origin' });
  const body = await answer.text();
  if (!answer.ok) throw new Error(sentenceOf(body) ?? `The server answered ${answer.status}.`);
  return body;
}
