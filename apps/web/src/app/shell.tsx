import { Suspense, useEffect, useRef } from 'react';
import { Outlet, ScrollRestoration, useLocation } from 'react-router';
import { PageLoading } from '../ui/states.js';
import { ConnectionBanner } from './connection-banner.js';
import { TopBar } from './top-bar.js';
import styles from './shell.module.css';

/** The frame of every page behind the sign-in. */
export function Shell() {
  useFocusOnNewPage();
  return (
    <>
      <a href="#main" className="skip-link">
        Skip to the content
      </a>
      <TopBar />
      <ConnectionBanner />
      <main id="main" tabIndex={-1} className={styles.main}>
        <Suspense fallback={<PageLoading />}>
          <Outlet />
        </Suspense>
      </main>
      <ScrollRestoration getKey={(location) => location.pathname} />
    </>
  );
}

/** What was focused leaves with its page; the keyboard goes on in the page that came, not at the top of the frame. */
function useFocusOnNewPage(): void {
  const { pathname } = useLocation();
  const page = pathname.split('/', 3).join('/');
  const before = useRef(page);
  useEffect(() => {
    if (before.current === page) return;
    before.current = page;
    if (document.activeElement === null || document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true });
  }, [page]);
}
