// A support agent that is instrumented with OpenTelemetry as it would be in production, and knows nothing of Baton but
// the JSON Lines it speaks. Where spans go, Baton says in the environment; which run they belong to, in `traceparent`.
import { createInterface } from "node:readline";
import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] });
provider.register();
const tracer = trace.getTracer("support-agent");

// Runs work inside a span, and puts a failure into it.
const traced = (name, options, work) =>
  tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      throw error;
    } finally {
      span.end();
    }
  });

// Stands for a call of a model, so that the sample needs none.
const callModel = (prompt, reply) =>
  traced(
    "chat tiny-1",
    {
      kind: SpanKind.CLIENT,
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "sample",
        "gen_ai.request.model": "tiny-1",
        "gen_ai.input.messages": JSON.stringify([{ role: "user", parts: [{ type: "text", content: prompt }] }]),
      },
    },
    async (span) => {
      span.setAttributes({
        "gen_ai.usage.input_tokens": prompt.split(/\s+/).length,
        "gen_ai.usage.output_tokens": reply.split(/\s+/).length,
        "gen_ai.output.messages": JSON.stringify([{ role: "assistant", parts: [{ type: "text", content: reply }] }]),
      });
      return reply;
    },
  );

const orders = { 17: "on its way", 18: "waiting for payment" };

const findOrder = (number) =>
  traced(
    "execute_tool find_order",
    {
      attributes: {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "find_order",
        "gen_ai.tool.call.arguments": JSON.stringify({ number }),
      },
    },
    async (span) => {
      const state = orders[number];
      if (!state) throw new Error(`there is no order ${number}`);
      span.setAttribute("gen_ai.tool.call.result", JSON.stringify({ number, state }));
      return state;
    },
  );

const answer = (input) =>
  traced("invoke_agent support", { attributes: { "gen_ai.operation.name": "invoke_agent" } }, async () => {
    const number = input.match(/\d+/)?.[0];
    if (!number) return callModel(input, "Which order is it about?");
    const state = await findOrder(Number(number));
    return callModel(`${input} Order ${number} is ${state}.`, `Your order ${number} is ${state}.`);
  });

async function serve({ id, input, context: told }) {
  const run = propagation.extract(context.active(), { traceparent: told.traceparent });
  try {
    const output = await context.with(run, () => answer(input));
    console.log(JSON.stringify({ type: "final", id, output }));
  } catch (error) {
    console.log(JSON.stringify({ type: "error", id, error: error.message }));
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.type === "input") serve(request);
}
await provider.shutdown();
