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

const common = { absWorkingDir: here, bundle: true, write: false, target: 'es2020', legalComments: 'none', plugins: [styleSheets] };

/** What is the same already is left alone: somebody may be reading it. */
async function put(file, text) {
  if (await textOf(file) === text) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

const textOf = (file) => readFile(file, 'utf8').catch(() => null);

const modules = await build({
  ...common, entryPoints: ['src/index.ts', 'src/react.tsx', 'src/element.ts'], outdir: 'dist', format: 'esm', splitting: true, chunkNames: 'shared-[hash]', jsx: 'automatic', external: ['react', 'react/jsx-runtime'],
});
for (const { path, text } of modules.outputFiles) await put(path, text);

const { outputFiles: [script] } = await build({ ...common, entryPoints: ['src/script.ts'], format: 'iife', minify: true, banner: { js: `/* PilotPairing embed ${version} */` } });
if (script.text.split(placeholder).length !== 2) throw new Error(`${placeholder} must stand in the script exactly once`);
await put(join(here, 'dist/embed.js'), script.text);

if (!process.argv.includes('--check')) await put(served, script.text);
else if (await textOf(served) !== script.text) {
  console.error(`src/Api/wwwroot/embed/v${version}.js is not what sdk/embed builds. Run build/sdk and commit it; once released, raise the version first.`);
  process.exit(1);
}
