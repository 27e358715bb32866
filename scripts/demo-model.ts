import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { demoScript } from '../test/model-server/demo/demo-script.ts';
import { startModelServer } from '../test/model-server/model-server.ts';

// A model server that needs no key and no model: npm run demo:model [-- --port 8765]
// It speaks the formats of all providers and answers by rules, the same every time.
const { values } = parseArgs({ options: { port: { type: 'string', default: '8765' } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`--port is a number from 0 to 65535, not ${JSON.stringify(values.port)}.`);
  process.exit(2);
}

const server = await startModelServer({ script: demoScript, port, models: ['demo-large', 'demo-small'] }).catch((error: unknown) => {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  if (!taken) throw error;
  console.error(`Port ${port} is taken. Choose another: npm run demo:model -- --port ${port + 1}`);
  process.exit(1);
});
const { url } = server;

console.log(`A demo model answers at ${url} until Ctrl-C. It answers by rules and costs nothing.

Start Pawl with it as the model of this machine:
  PAWL_LOCAL_MODELS_URL=${url}/v1 npm start
  PAWL_LOCAL_MODELS_URL=${url}/v1 npx pawl run <workflow>

Or add it once, for every start (npx pawl models remove demo takes it away):
  npx pawl models add demo --kind compatible --base-url ${url}/v1

Or let it stand in for a provider:
  ANTHROPIC_BASE_URL=${server.baseUrls.anthropic}  ANTHROPIC_API_KEY=demo
  OPENAI_BASE_URL=${server.baseUrls.openai}  OPENAI_API_KEY=demo
  GEMINI_BASE_URL=${server.baseUrls.google}  GEMINI_API_KEY=demo

Questions come in below.`);

let shown = 0;
server.onAnswered(({ kind, model, messages, tools, outcome }) => {
  const question = messages.findLast((message) => message.role === 'user');
  const line = (question?.role === 'user' ? question.text : '').replaceAll(/\s+/g, ' ').slice(0, 60);
  console.log(`${String(++shown).padStart(4)}  ${kind}  ${model}  ${outcome}${tools.length > 0 ? `  ${tools.length} tools` : ''}  ${line}`);
});

await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
await server.close();
