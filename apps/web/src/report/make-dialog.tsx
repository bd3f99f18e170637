import { Button, Dialog, DialogBody, DialogContent, DialogSurface, DialogTitle, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { problemOf } from '../app/problem.js';
import type { MakeReportInput, ReportCardFragment } from '../graphql/generated/graphql.js';
import { MakeForm } from './make-form.js';

interface MakeDialogProps {
  before: ReportCardFragment;
  making: boolean;
  error: unknown;
  onMake: (input: MakeReportInput) => void;
  onClose: () => void;
}

/** Asks what the next version of a report is to hold. */
export function MakeDialog({ before, making, error, onMake, onClose }: MakeDialogProps) {
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Make another version</DialogTitle>
          <DialogContent>
            {error !== undefined && (
              <MessageBar intent="error" layout="multiline">
                <MessageBarBody>{problemOf(error)}</MessageBarBody>
              </MessageBar>
            )}
            <MakeForm before={before} making={making} submit="Make report" onMake={onMake}>
              <Button onClick={onClose}>Cancel</Button>
            </MakeForm>
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
