// What the A2A agents of both protocol versions do. The first word of the message chooses.

/** Makes an executor of an SDK out of `words(context, bus)` and `said(context)`. */
export function conduct(words, said) {
  const running = new Map();
  const state = { contexts: [], tasks: [], canceled: 0, requests: [], authorizations: [] };
  return {
    state,
    // Remembers what was asked, and refuses who does not say the password where one is set.
    gate(request, response, next) {
      state.requests.push(request.body?.method);
      state.authorizations.push(request.headers.authorization ?? null);
      if (process.env.PASSWORD && request.headers.authorization !== `Bearer ${process.env.PASSWORD}`) {
        response.status(401).json({ error: "say the password" });
        return;
      }
      next();
    },
    async execute(context, bus) {
      const text = said(context);
      const say = words(context, bus);
      state.contexts.push(context.contextId);
      state.tasks.push(say.isNew ? "new" : "continued");
      if (text.startsWith("quick")) {
        say.message(`You said: ${text}`);
        say.finished();
        return;
      }
      say.task();
      if (!say.isNew) {
        say.artifact("answer", [`Booked for ${text}.`], false, true);
        say.status("completed");
      } else if (text.startsWith("book")) {
        say.status("input-required", "For which day?");
      } else if (text.startsWith("fail")) {
        say.status("working", "Looking at the sky");
        say.status("failed", "the sky is closed");
      } else if (text.startsWith("reject")) {
        say.status("rejected", "not my business");
      } else if (text.startsWith("give up")) {
        say.status("canceled", "nobody needs it");
      } else if (text.startsWith("silent")) {
        say.status("completed");
      } else if (text.startsWith("spoken")) {
        say.status("completed", "All is well.");
      } else if (text.startsWith("data")) {
        say.artifact("answer", [{ celsius: 21 }], false, true);
        say.status("completed");
      } else if (text.startsWith("slow")) {
        say.status("working", "This takes its time");
        await new Promise((stopped) => running.set(context.taskId, stopped));
        state.canceled++;
        say.status("canceled");
      } else if (text.startsWith("later")) {
        say.status("working", "Come back later");
        setTimeout(() => {
          say.artifact("answer", ["Here it is."], false, true);
          say.status("completed");
          say.finished();
        }, 50);
        await new Promise((done) => setTimeout(done, 60));
        return;
      } else {
        say.status("working", "Looking at the sky");
        say.artifact("answer", ["Ulm has "], false, false);
        say.artifact("answer", ["21 °C."], true, true);
        say.artifact("advice", ["Take a hat."], false, true);
        say.status("completed");
      }
      say.finished();
    },
    async cancelTask(taskId) {
      running.get(taskId)?.();
      running.delete(taskId);
    },
  };
}
