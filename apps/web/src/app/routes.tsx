import type { ComponentType } from 'react';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { QueuePage } from '../queue/queue-page.js';
import { PageLoading } from '../ui/states.js';
import { NotFoundPage } from './not-found-page.js';
import { RouteError } from './route-error.js';
import { Shell } from './shell.js';

/** The addresses of the app. The incident page is loaded when it is first opened, each of its tabs likewise. */
export function createRouter(): ReturnType<typeof createBrowserRouter> {
  return createBrowserRouter([
    {
      element: <Shell />,
      errorElement: <RouteError />,
      hydrateFallbackElement: <PageLoading />,
      // Within the frame, so that a page that fails leaves the way to the others.
      children: [
        {
          errorElement: <RouteError />,
          children: [
            { path: '/', element: <QueuePage /> },
            page('/incidents/:id/:tab?', async () => (await import('../incident/incident-page.js')).IncidentPage),
            page('/scripts', async () => (await import('../scripts/scripts-page.js')).ScriptsPage),
            page('/scripts/:sha256', async () => (await import('../scripts/script-page.js')).ScriptPage),
            page('/hunt', async () => (await import('../hunt/hunt-page.js')).HuntPage),
            page('/actions', async () => (await import('../actions/actions-page.js')).ActionsPage),
            page('/guidebooks', async () => (await import('../guidebooks/guidebooks-page.js')).GuidebooksPage),
            page('/evaluation', async () => (await import('../evaluation/evaluation-page.js')).EvaluationPage),
            page('/reports', async () => (await import('../reports/reports-page.js')).ReportsPage),
            page('/settings/report', async () => (await import('../settings/report-settings-page.js')).ReportSettingsPage),
            { path: '*', element: <NotFoundPage /> },
          ],
        },
      ],
    },
  ]);
}

/** A page whose code is fetched when it is first opened. */
function page(path: string, load: () => Promise<ComponentType>): RouteObject {
  return { path, lazy: async () => ({ Component: await load() }) };
}
