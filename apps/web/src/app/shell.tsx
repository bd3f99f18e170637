import { Suspense } from 'react';
import { Outlet, ScrollRestoration } from 'react-router';
import { PageLoading } from '../ui/states.js';
import { ConnectionBanner } from './connection-banner.js';
import { TopBar } from './top-bar.js';
import styles from './shell.module.css';

/** The frame of every page behind the sign-in. */
export function Shell() {
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
