import type { ReactNode } from 'react';
import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { Untrusted } from './untrusted.js';

interface FormDialogProps {
  title: string;
  /** On the button that sends the form. */
  submit: string;
  /** On it while the form is under way; nothing can be sent meanwhile. */
  busy: string | undefined;
  /** Why the server refused. */
  refusal: string | undefined;
  surfaceClass: string | undefined;
  contentClass: string | undefined;
  /** Other ways out, between Cancel and the button that sends. */
  others?: ReactNode;
  children: ReactNode;
  onSubmit: () => void;
  onClose: () => void;
}

/** A dialog with one form: it stays open with what was typed until the server has said yes. */
export function FormDialog({ title, submit, busy, refusal, surfaceClass, contentClass, others, children, onSubmit, onClose }: FormDialogProps) {
  return (
    <Dialog open onOpenChange={(_, data) => data.open || onClose()}>
      <DialogSurface className={surfaceClass}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (busy === undefined) onSubmit();
          }}
        >
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={contentClass}>
              {children}
              <div role="alert">
                {refusal && (
                  <MessageBar intent="error" layout="multiline">
                    <MessageBarBody>
                      <Untrusted>{refusal}</Untrusted>
                    </MessageBarBody>
                  </MessageBar>
                )}
              </div>
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>Cancel</Button>
              {others}
              <Button type="submit" appearance="primary" disabledFocusable={busy !== undefined}>
                {busy ?? submit}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
