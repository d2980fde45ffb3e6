// Reads ExportTraceServiceRequests in protobuf, one a file, and prints each as a line of JSON: identifiers in
// hexadecimal, 64-bit integers as text.
const { readFileSync } = require("node:fs");
const { opentelemetry } = require("@opentelemetry/otlp-transformer/build/src/generated/root");

const Request = opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
for (const file of process.argv.slice(2)) {
  const request = Request.decode(readFileSync(file));
  const problem = Request.verify(request);
  if (problem) throw new Error(problem);
  const plain = Request.toObject(request, { longs: String, bytes: Buffer });
  console.log(
    JSON.stringify(plain, (name, value) => (value?.type === "Buffer" ? Buffer.from(value.data).toString("hex") : value)),
  );
}
