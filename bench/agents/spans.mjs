// Answers by id, like echo.mjs, and makes a hundred spans for each answer with OpenTelemetry's SDK: ten steps of nine
// calls each. Where they go is said by the environment; EXPORT=none makes them and throws them away. It does not run
// ahead of its exporter, so that the rate of its answers is that of its exports.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const packages = createRequire(new URL("../../tests/npm/package.json", import.meta.url));
const { context, propagation, trace } = packages("@opentelemetry/api");
const { BatchSpanProcessor, NodeTracerProvider } = packages("@opentelemetry/sdk-trace-node");
const { OTLPTraceExporter } = packages("@opentelemetry/exporter-trace-otlp-proto");

const nowhere = { export: (spans, done) => done({ code: 0 }), shutdown: async () => {} };
const exporter = process.env.EXPORT === "none" ? nowhere : new OTLPTraceExporter();
// SDKs throw away what the queue does not hold.
const queue = { maxQueueSize: 100_000, maxExportBatchSize: 2048 };
const answersPerExport = 20;
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter, queue)] });
provider.register();
const tracer = trace.getTracer("bench");
const chat = {
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "bench",
  "gen_ai.request.model": "tiny-1",
  "gen_ai.usage.input_tokens": 12,
  "gen_ai.usage.output_tokens": 5,
  "gen_ai.output.messages": JSON.stringify([{ role: "assistant", parts: [{ type: "text", content: "fine, thank you" }] }]),
};

function work() {
  for (let step = 0; step < 10; step++) {
    tracer.startActiveSpan("step", { attributes: { step } }, (span) => {
      for (let call = 0; call < 9; call++) tracer.startSpan("chat tiny-1", { attributes: chat }).end();
      span.end();
    });
  }
}

let answers = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { id, context: told } = JSON.parse(line);
  context.with(propagation.extract(context.active(), { traceparent: told?.traceparent }), work);
  if (++answers % answersPerExport === 0) await provider.forceFlush();
  process.stdout.write(JSON.stringify({ type: "final", id, output: "fine, thank you" }) + "\n");
}
await provider.shutdown();
