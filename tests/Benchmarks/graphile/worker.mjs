// The control: graphile-worker with one task, a signed POST as Standard Webhooks signs it. Usage: node worker.mjs <connection string> <jobs at once>
import { createHmac } from "node:crypto";
import { Agent, request } from "node:http";
import { Logger, run } from "graphile-worker";

const [connectionString, concurrency] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
const key = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");

function deliver({ url, id, body }) {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  const headers = {
    "content-type": "application/json", "content-length": Buffer.byteLength(body),
    "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.on("end", () => (response.statusCode < 300 ? resolve() : reject(new Error(`status ${response.statusCode}`))));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const runner = await run({
  connectionString,
  concurrency: Number(concurrency),
  maxPoolSize: 10,
  noHandleSignals: true,
  taskList: { deliver },
  logger: new Logger(() => () => {}),
});
console.log("ready");
process.on("SIGTERM", () => runner.stop().then(() => process.exit(0)));
await runner.promise;
