import { defineConfig } from 'vite';

// `npm run dev` shows the cameras of a Lookout that runs here.
const server = 'http://127.0.0.1:8080';

// The policy the page is served under is `default-src 'self'`: nothing may be inlined into index.html or become a data: URI.
export default defineConfig({
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: server, ws: true }, '^/[a-z0-9_-]+/whep': server },
  },
});
