import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Puts `.br` and `.gz` beside each file of the bundle that they make smaller, at the best and slowest setting. */
function precompress(folder: string): Plugin {
  return {
    name: 'precompress',
    apply: (config, { command }) => command === 'build' && config.build?.write !== false,
    closeBundle() {
      for (const name of readdirSync(folder).filter((one) => /\.(js|css|svg)$/.test(one))) {
        const bytes = readFileSync(`${folder}/${name}`)
        if (bytes.length < 1_024) continue
        writeFileSync(`${folder}/${name}.br`, brotliCompressSync(bytes))
        writeFileSync(`${folder}/${name}.gz`, gzipSync(bytes, { level: 9 }))
      }
    },
  }
}

/** Names the content of each script of the page, so that a browser runs that one and no other (subresource integrity). */
function integrity(folder: string): Plugin {
  return {
    name: 'integrity',
    apply: (config, { command }) => command === 'build' && config.build?.write !== false,
    closeBundle() {
      const hash = (path: string) =>
        createHash('sha384')
          .update(readFileSync(`${folder}${path}`))
          .digest('base64')
      const page = readFileSync(`${folder}/index.html`, 'utf8')
      const named = page.replaceAll(
        /(?<=<script [^>]*)src="([^"]+)"/g,
        (src, path) => `integrity="sha384-${hash(path)}" ${src}`,
      )
      writeFileSync(`${folder}/index.html`, named)
    },
  }
}

// Fonts and images stay files (never data: URLs) and no inline script is written, because the page's policy refuses both.
export default defineConfig({
  plugins: [react(), integrity('dist/web'), precompress('dist/web/assets')],
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
