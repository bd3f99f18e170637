import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const gateway = 'http://localhost:4000';

/** Lays a compressed copy beside every large file, which the gateway sends to whoever takes it. */
function compressedCopies(): Plugin {
  let assets = '';
  return {
    name: 'compressed-copies',
    apply: 'build',
    configResolved: ({ root, build }) => {
      assets = join(root, build.outDir, build.assetsDir);
    },
    closeBundle: () => {
      for (const name of readdirSync(assets).filter((each) => /\.(?:js|css|svg|ttf)$/.test(each))) {
        const bytes = readFileSync(join(assets, name));
        if (bytes.length > 2_048) writeFileSync(join(assets, `${name}.gz`), gzipSync(bytes, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), compressedCopies()],
  build: {
    outDir: 'dist',
    target: 'es2022',
    // Browsers that know light-dark(): rewritten for older ones it follows the system, not the theme that was chosen.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The query editor is one large chunk of its own, loaded on the hunting page only (decision 13).
    chunkSizeWarningLimit: 3500,
  },
  server: {
    port: 4200,
    proxy: {
      '/graphql': { target: gateway, ws: true },
      '/api': gateway,
      '/auth': gateway,
    },
  },
});
