import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { budget } from './build/budget.ts'
import { compressed } from './build/compressed.ts'
import { fonts } from './build/fonts.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const app = process.env['COUNTERSIGN_APP'] ?? 'http://127.0.0.1:7071'

export default defineConfig({
  plugins: [react(), tailwind(), budget(230), fonts(/inter-.*\.woff2$/), compressed()],
  resolve: {
    alias: {
      '@': here('./src'),
      // The library's own puts a style element into the page, which our Content-Security-Policy rightly refuses.
      'react-remove-scroll': here('./src/shared/components/scroll-lock.tsx'),
    },
  },
  build: {
    outDir: here('./dist'),
    target: 'es2023',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700, // `budget` counts what comes over the line
    // The first load in two files, what changes seldom and what is ours: twenty small ones wait for each other.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'libraries', tags: ['$initial'], test: /[\\/]node_modules[\\/]/, priority: 1 }, { name: 'app', tags: ['$initial'] }] } } },
  },
  server: {
    host: '127.0.0.1',
    strictPort: true,
    proxy: Object.fromEntries(['/api', '/config.json', '/healthz', '/readyz', '/.well-known'].map((path) => [path, { target: app }])),
  },
})
