// Builds the npm package into dist/ and the file that installations serve into src/Api/wwwroot/embed/.
// With --check it writes nothing there and fails when the committed file is another.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const { version } = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'));
const served = join(here, `../../src/Api/wwwroot/embed/v${version}.js`);
const placeholder = '{{ConnectUrl}}';

const styleSheets = {
  name: 'style sheets as text',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};

const common = { absWorkingDir: here, bundle: true, target: 'es2020', legalComments: 'none', plugins: [styleSheets] };

await build({ ...common, entryPoints: ['src/index.ts', 'src/react.tsx'], outdir: 'dist', format: 'esm', splitting: true, jsx: 'automatic', external: ['react', 'react/jsx-runtime'] });

const { outputFiles: [script] } = await build({ ...common, entryPoints: ['src/script.ts'], format: 'iife', minify: true, write: false, banner: { js: `/* PilotPairing embed ${version} */` } });
if (script.text.split(placeholder).length !== 2) throw new Error(`${placeholder} must stand in the script exactly once`);
await writeFile(join(here, 'dist/embed.js'), script.contents);

if (process.argv.includes('--check')) {
  const committed = await readFile(served, 'utf8').catch(() => '');
  if (committed !== script.text) {
    console.error(`src/Api/wwwroot/embed/v${version}.js is not what sdk/embed builds. Run "npm run build" in sdk/embed and commit it; once released, raise the version first.`);
    process.exit(1);
  }
} else {
  await mkdir(dirname(served), { recursive: true });
  await writeFile(served, script.contents);
}
