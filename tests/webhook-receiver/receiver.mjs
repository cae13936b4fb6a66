// A customer's receiver: 204 when the reference library accepts the delivery, 400 when it does not.
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.WEBHOOK_SECRET);

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    webhook.verify(Buffer.concat(chunks), request.headers);
    response.writeHead(204).end();
  } catch (error) {
    response.writeHead(400).end(String(error.message));
  }
});

server.listen(0, "127.0.0.1", () => console.log(server.address().port));
// Ends with the process that started it, however that ended.
process.stdin.on("end", () => process.exit(0)).resume();
