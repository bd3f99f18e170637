import { useCallback, useEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { huntHash, readHuntHash, type HuntLink } from '../lib/hunt-link.js';
import { copyText } from '../ui/copy-button.js';

/** State a page of Attest hands over when it opens a hunt. Unlike an address, nobody outside can make it. */
export interface HuntHandover {
  /** A person pressed something on another page to get here. */
  picked: true;
}

/** Brings the hunt of an address into the page and keeps the address of what was run, so that a reload or a copied address opens it. */
export function useHuntLink(onOpen: (link: HuntLink, picked: boolean) => void): { keep: (link: HuntLink) => void; share: (link: HuntLink) => void; said: string | undefined } {
  const { hash, state, search } = useLocation();
  const navigate = useNavigate();
  const written = useRef<string>(undefined);
  const open = useRef(onOpen);
  const [said, setSaid] = useState<string>();
  useEffect(() => {
    open.current = onOpen;
  });
  useEffect(() => {
    if (!hash.startsWith('#hunt=') || hash === written.current) return;
    let wanted = true;
    void readHuntHash(hash).then((link) => {
      if (!wanted || !link) return;
      written.current = hash;
      open.current(link, isHandover(state));
    });
    return () => {
      wanted = false;
    };
  }, [hash, state]);
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => setSaid(undefined), 2_500);
    return () => clearTimeout(timer);
  }, [said]);

  const keep = useCallback(
    (link: HuntLink) => {
      void huntHash(link).then((made) => {
        if (made === undefined) return;
        written.current = made;
        void navigate({ search, hash: made }, { replace: true, preventScrollReset: true });
      });
    },
    [navigate, search],
  );
  const share = useCallback(
    (link: HuntLink) => {
      void huntHash(link)
        .then(async (made) => {
          if (made === undefined) return setSaid('Too long for a link');
          await copyText(`${window.location.origin}/hunt${search}${made}`);
          setSaid('Link copied');
        })
        .catch(() => setSaid('The browser refused to copy'));
    },
    [search],
  );
  return { keep, share, said };
}

function isHandover(state: unknown): state is HuntHandover {
  return typeof state === 'object' && state !== null && 'picked' in state && state.picked === true;
}
