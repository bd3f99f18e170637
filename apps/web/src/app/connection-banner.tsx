import { useEffect, useState } from 'react';
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useConnection } from './connection-context.js';
import styles from './shell.module.css';

/** Says when what is shown may be old. A blink of the connection is not worth a banner. */
export function ConnectionBanner() {
  const lost = useConnection() === 'lost';
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(lost), lost ? 1_500 : 0);
    return () => clearTimeout(timer);
  }, [lost]);
  return (
    <div role="status" className={styles.banner}>
      {shown && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>Not live.</MessageBarTitle> The connection to the server is lost; what you see may be old. Attest keeps trying and catches up by itself.
          </MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}
