import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const server = process.env['GRAPHMAP_SERVER'] ?? 'http://127.0.0.1:8000';

export default defineConfig({
  // Relative addresses, so that the explorer works under any prefix that a proxy puts before it.
  base: './',
  plugins: [svelte()],
  build: {
    outDir: '../graphmap/api/static',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // The content policy allows fonts and scripts from files only.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/graphql': server } },
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
});
