import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const NOTICES = 'third-party-notices.txt';

/** The typeface comes by a style sheet, which the notices of the packages do not see. */
function typefaceNotice(): Plugin {
  return {
    name: 'typeface-notice',
    apply: 'build',
    writeBundle({ dir }) {
      const licence = readFileSync('node_modules/@fontsource-variable/inter/LICENSE', 'utf8');
      appendFileSync(join(dir ?? '', NOTICES), `\n## Inter (OFL-1.1)\n\n${licence}`);
    },
  };
}

const server = process.env['GRAPHMAP_SERVER'] ?? 'http://127.0.0.1:8000';

export default defineConfig({
  // Relative addresses, so that the explorer works under any prefix that a proxy puts before it.
  base: './',
  plugins: [svelte(), typefaceNotice()],
  build: {
    outDir: '../graphmap/api/static',
    emptyOutDir: true,
    target: 'es2022',
    license: { fileName: NOTICES },
    modulePreload: { polyfill: false },
    // The content policy allows fonts and scripts from files only.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/graphql': server } },
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
});
