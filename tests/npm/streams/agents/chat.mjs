// A chat model that always says the same, as a stream of chunks: for tests that count connections.
const chunk = (choices, more = {}) => `data: ${JSON.stringify({ model: "m", choices, ...more })}\n\n`;

export function mount(app) {
  app.post("/v1/chat/completions", (_, response) => {
    response.setHeader("Content-Type", "text/event-stream");
    for (const content of ["Fine, ", "thank ", "you."]) {
      response.write(chunk([{ index: 0, delta: { content } }]));
    }
    response.write(chunk([{ index: 0, delta: {}, finish_reason: "stop" }]));
    response.write(chunk([], { usage: { prompt_tokens: 1, completion_tokens: 3, total_tokens: 4 } }));
    response.end("data: [DONE]\n\n");
  });
}
