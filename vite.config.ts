import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Fonts and images stay files (never data: URLs) and no inline script is written, because the page's policy refuses both.
export default defineConfig({
  plugins: [react()],
  publicDir: false,
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
  server: { proxy: { '/api': 'http://127.0.0.1:2323' } },
})
