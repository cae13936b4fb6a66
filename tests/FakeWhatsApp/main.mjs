// Serves until its input ends, so that it never outlives the test that started it.
import { World } from './world.mjs';

const world = new World((text) => console.error(text));
const about = await world.start(Number(process.env.FAKE_WHATSAPP_PORT ?? 0), Number(process.env.FAKE_WHATSAPP_PHONES ?? 0));
console.log(JSON.stringify(about));
if (process.env.FAKE_WHATSAPP_DETACHED === undefined) process.stdin.on('end', () => process.exit(0)).resume();
