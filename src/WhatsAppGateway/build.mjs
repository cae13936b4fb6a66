// Bundles src into dist/gateway.mjs, which is committed: what is published needs no compiler, only the packages of package.json.
// With --check the committed file must be what the sources build, and is left alone.
import { readFile, writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const target = new URL('dist/gateway.mjs', import.meta.url);
const { outputFiles } = await build({
  entryPoints: ['src/main.ts'],
  bundle: true,
  write: false,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  charset: 'utf8',
});
const built = outputFiles[0].text;
if (!process.argv.includes('--check')) {
  await writeFile(target, built);
} else if ((await readFile(target, 'utf8').catch(() => '')) !== built) {
  console.error('src/WhatsAppGateway/dist/gateway.mjs is not what its sources build. Run build/gateway and commit it.');
  process.exit(1);
}
