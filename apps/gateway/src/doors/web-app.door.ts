import { existsSync, readdirSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import express, { type Request, type RequestHandler, type Response } from 'express';

const yearSeconds = 31_536_000;

const missingPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Attest: the web app is not built</title>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
<h1>The web app is not built</h1>
<p>Attest is running, and its API answers at <code>/graphql</code> and <code>/api/incidents</code>.
To have the pages too, run <code>npm run build</code> and start again.</p>
</body>
</html>
`;

/**
 * Serves the built web app from `root`: files under /assets/ carry a hash in their name and are kept for a year,
 * everything else is asked for again. Of files that were built with a compressed copy, whoever takes gzip gets that copy.
 * A page address that is no file gets index.html; other requests go on.
 */
export function webAppDoor(root: string): RequestHandler {
  const files = express.static(root, {
    index: false,
    redirect: false,
    acceptRanges: false,
    dotfiles: 'ignore',
    setHeaders: (response, path) => {
      response.setHeader('Cache-Control', path.startsWith(join(root, 'assets') + sep) ? `public, max-age=${yearSeconds}, immutable` : 'no-cache');
    },
  });
  const copies = compressedCopies(root);
  const sendIndex = (response: Response): void => {
    if (!existsSync(join(root, 'index.html'))) {
      response.status(503).set('Cache-Control', 'no-store').type('html').send(missingPage);
      return;
    }
    response.set('Cache-Control', 'no-cache').sendFile('index.html', { root, dotfiles: 'allow', acceptRanges: false });
  };
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    if (request.path === '/' || request.path === '/index.html') return sendIndex(response);
    if (copies.has(request.path)) {
      response.vary('Accept-Encoding');
      if (request.acceptsEncodings('gzip')) {
        response.type(extname(request.path)).set('Content-Encoding', 'gzip');
        request.url = `${request.path}.gz`;
      }
    }
    files(request, response, (error?: unknown) => {
      if (error) return next(error);
      if (isPage(request)) return sendIndex(response);
      next();
    });
  };
}

/** Addresses under /assets/ that have a copy ending in .gz. */
function compressedCopies(root: string): ReadonlySet<string> {
  const assets = join(root, 'assets');
  if (!existsSync(assets)) return new Set();
  return new Set(readdirSync(assets).filter((name) => name.endsWith('.gz')).map((name) => `/assets/${name.slice(0, -3)}`));
}

function isPage(request: Request): boolean {
  return !request.path.startsWith('/assets/') && request.accepts(['json', 'html']) === 'html';
}
