import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const gateway = 'http://localhost:4000';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    target: 'es2022',
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
