import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const BACKEND = process.env['BACKEND_URL'] ?? 'http://localhost:3000';

// Vite loads its configuration by the default export.
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  server: { port: 8080, proxy: { '/api': { target: BACKEND, changeOrigin: false } } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    // The content security policy allows no data: URLs, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Of the contracts the page needs paths and types; checking answers is the server's, and its schemas stay there.
    rollupOptions: {
      treeshake: { moduleSideEffects: (id) => !id.includes('/packages/contracts/') },
      // A comment in zod that Rollup cannot read as an annotation is nobody's fault here.
      onwarn: (warning, warn) => {
        if (warning.code !== 'INVALID_ANNOTATION') warn(warning);
      },
    },
  },
});
