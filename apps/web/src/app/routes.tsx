import { createBrowserRouter } from 'react-router';
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
            {
              path: '/incidents/:id/:tab?',
              lazy: async () => {
                const { IncidentPage } = await import('../incident/incident-page.js');
                return { Component: IncidentPage };
              },
            },
            {
              path: '/scripts',
              lazy: async () => {
                const { ScriptsPage } = await import('../scripts/scripts-page.js');
                return { Component: ScriptsPage };
              },
            },
            {
              path: '/scripts/:sha256',
              lazy: async () => {
                const { ScriptPage } = await import('../scripts/script-page.js');
                return { Component: ScriptPage };
              },
            },
            {
              path: '/hunt',
              lazy: async () => {
                const { HuntPage } = await import('../hunt/hunt-page.js');
                return { Component: HuntPage };
              },
            },
            {
              path: '/actions',
              lazy: async () => {
                const { ActionsPage } = await import('../actions/actions-page.js');
                return { Component: ActionsPage };
              },
            },
            {
              path: '/guidebooks',
              lazy: async () => {
                const { GuidebooksPage } = await import('../guidebooks/guidebooks-page.js');
                return { Component: GuidebooksPage };
              },
            },
            {
              path: '/evaluation',
              lazy: async () => {
                const { EvaluationPage } = await import('../evaluation/evaluation-page.js');
                return { Component: EvaluationPage };
              },
            },
            {
              path: '/reports',
              lazy: async () => {
                const { ReportsPage } = await import('../reports/reports-page.js');
                return { Component: ReportsPage };
              },
            },
            {
              path: '/settings/report',
              lazy: async () => {
                const { ReportSettingsPage } = await import('../settings/report-settings-page.js');
                return { Component: ReportSettingsPage };
              },
            },
            { path: '*', element: <NotFoundPage /> },
          ],
        },
      ],
    },
  ]);
}
