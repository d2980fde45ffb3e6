using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Agents;
using Baton.Targets.Templates;

namespace Baton.Targets.Streaming.Presets;

/// <summary>Results of the A2A protocol over JSON-RPC, streamed or whole, in its versions 0.3 and 1.0.</summary>
internal sealed class A2ADialect : IStreamDialect
{
    private readonly List<Artifact> _artifacts = [];
    private bool _isRewritten;
    private string? _lastSaid;
    private string? _question;

    /// <summary>Begins a stream about a new task, or about one that an earlier turn left open.</summary>
    /// <param name="earlier">What read the earlier turn; what it told is not told again.</param>
    public A2ADialect(A2ADialect? earlier = null)
    {
        if (earlier is not null)
        {
            _artifacts.AddRange(earlier._artifacts);
        }
    }

    /// <inheritdoc/>
    public string? EndSign => WaitsForUser ? null : "a final task state";

    /// <summary>What ties the turns of a conversation together, once the agent gave it.</summary>
    public string? ContextId { get; private set; }

    /// <summary>The task, once there is one.</summary>
    public string? TaskId { get; private set; }

    /// <summary>The task's state in the words of version 0.3, for example <c>input-required</c>.</summary>
    public string? State { get; private set; }

    /// <summary>Whether the task goes on without a word of the user's.</summary>
    public bool IsRunning => State is "submitted" or "working";

    /// <summary>Whether the agent waits for the user to go on with the task.</summary>
    public bool WaitsForUser => State is "input-required" or "auth-required";

    /// <inheritdoc/>
    public void Read(JsonElement item, string name, StreamTurn turn)
    {
        if (item.HasObject("error"u8, out JsonElement error))
        {
            turn.Fail(ErrorShapes.Message(error), error);
            return;
        }

        if (!item.HasObject("result"u8, out JsonElement result))
        {
            result = item;
        }

        string? kind = result.Text("kind"u8);
        if (kind == "task" || result.HasObject("task"u8, out _))
        {
            ReadTask(Payload(result, "task"u8), turn);
        }
        else if (kind == "message" || result.HasObject("message"u8, out _))
        {
            JsonElement message = Payload(result, "message"u8);
            ContextId = message.Text("contextId"u8) ?? ContextId;
            turn.Text(TextOf(message, turn));
            turn.End();
        }
        else if (kind == "status-update" || result.HasObject("statusUpdate"u8, out _))
        {
            ReadStatusUpdate(Payload(result, "statusUpdate"u8), turn);
        }
        else if (kind == "artifact-update" || result.HasObject("artifactUpdate"u8, out _))
        {
            ReadArtifactUpdate(Payload(result, "artifactUpdate"u8), turn);
        }
        else if (result.HasObject("status"u8, out _) && result.Text("id"u8) is not null)
        {
            // `tasks/get` of version 1.0 gives the task itself.
            ReadTask(result, turn);
        }
        else
        {
            return;
        }

        turn.Touch();
    }

    /// <inheritdoc/>
    public void Finish(StreamTurn turn)
    {
        if (_question is not null && WaitsForUser && !turn.IsEnded)
        {
            turn.Break();
            turn.Text(_question);
            Keep(turn);
        }
    }

    private static JsonElement Payload(JsonElement result, ReadOnlySpan<byte> name) =>
        result.HasObject(name, out JsonElement payload) ? payload : result;

    private void ReadTask(JsonElement task, StreamTurn turn)
    {
        ContextId = task.Text("contextId"u8) ?? ContextId;
        TaskId = task.Text("id"u8) ?? TaskId;
        foreach (JsonElement artifact in task.Items("artifacts"u8))
        {
            Tell(artifact, appends: false, turn);
        }

        foreach (JsonElement message in task.Items("history"u8))
        {
            bool isAgents = message.Text("role"u8) is "agent" or "ROLE_AGENT";
            _lastSaid = isAgents ? TextOf(message, turn) ?? _lastSaid : null;
        }

        ReadStatus(task, isFinal: false, isSnapshot: true, turn);
    }

    private void ReadStatusUpdate(JsonElement update, StreamTurn turn)
    {
        ContextId = update.Text("contextId"u8) ?? ContextId;
        TaskId = update.Text("taskId"u8) ?? TaskId;
        ReadStatus(update, update.IsTrue("final"u8), isSnapshot: false, turn);
    }

    private void ReadStatus(JsonElement holder, bool isFinal, bool isSnapshot, StreamTurn turn)
    {
        if (!holder.HasObject("status"u8, out JsonElement status) || status.Text("state"u8) is not { } state)
        {
            return;
        }

        State = Word(state);
        string? said = status.HasObject("message"u8, out JsonElement message) ? TextOf(message, turn) : null;
        switch (State)
        {
            case "submitted" or "working" when !isFinal:
                turn.Log(said, "a2a");
                _lastSaid = said ?? _lastSaid;
                return;
            case "failed" or "rejected" or "canceled":
                turn.Fail(
                    new AgentError(ErrorKind.Agent, said ?? $"the agent's task was {State}, without a reason")
                    {
                        Details = Facts(),
                    }
                );
                return;
            case "input-required" or "auth-required" when isSnapshot:
                // A task that goes on is shown first as it was: whether the agent still asks, the end will tell.
                _question = said ?? _lastSaid;
                return;
            case "input-required" or "auth-required":
                turn.Break();
                turn.Text(said ?? (turn.Answer is null ? _lastSaid : null));
                break;
            default:
                if (turn.Answer is null)
                {
                    turn.Text(said ?? _lastSaid);
                }
                else
                {
                    turn.Log(said, "a2a");
                }

                break;
        }

        Keep(turn);
        turn.End();
    }

    /// <summary>Puts into the turn what is known of the task by now.</summary>
    private void Keep(StreamTurn turn)
    {
        if (_isRewritten)
        {
            turn.Whole = string.Join("\n\n", _artifacts.Select(artifact => artifact.Text.ToString()));
        }

        turn.Metadata = JsonSerializer.SerializeToElement(Facts(), StreamJson.Default.JsonObject);
    }

    private void ReadArtifactUpdate(JsonElement update, StreamTurn turn)
    {
        ContextId = update.Text("contextId"u8) ?? ContextId;
        TaskId = update.Text("taskId"u8) ?? TaskId;
        if (update.HasObject("artifact"u8, out JsonElement artifact))
        {
            Tell(artifact, update.IsTrue("append"u8), turn);
        }
    }

    /// <summary>Tells what is new of an artifact. One that is sent anew, other than before, takes the place of the old one.</summary>
    private void Tell(JsonElement sent, bool appends, StreamTurn turn)
    {
        string id = sent.Text("artifactId"u8) ?? "";
        string text = TextOf(sent, turn) ?? "";
        Artifact? artifact = _artifacts.Find(known => known.Id == id);
        if (artifact is null)
        {
            artifact = new Artifact(id);
            _artifacts.Add(artifact);
            turn.Break();
        }
        else if (!appends)
        {
            string known = artifact.Text.ToString();
            if (text.StartsWith(known, StringComparison.Ordinal))
            {
                text = text[known.Length..];
            }
            else
            {
                artifact.Text.Clear();
                _isRewritten = true;
                turn.Break();
            }
        }

        artifact.Text.Append(text);
        turn.Text(text);
    }

    /// <summary>The text of a message or an artifact; data where there is no text, a file's address where there is neither.</summary>
    private static string? TextOf(JsonElement holder, StreamTurn turn)
    {
        string? text = null;
        string? data = null;
        string? file = null;
        foreach (JsonElement part in holder.Items("parts"u8))
        {
            if (part.Text("text"u8) is { } piece)
            {
                text = text is null ? piece : text + piece;
                continue;
            }

            if (part.Has("data"u8, out JsonElement value))
            {
                turn.Raw = value.Clone();
                data = JsonText.Of(value);
            }

            JsonElement named = part.HasObject("file"u8, out JsonElement inner) ? inner : part;
            file ??= named.Text("uri"u8) ?? named.Text("url"u8) ?? named.Text("name"u8) ?? named.Text("filename"u8);
        }

        return string.IsNullOrEmpty(text) ? data ?? file : text;
    }

    private JsonObject Facts()
    {
        JsonObject facts = new() { ["state"] = State };
        if (TaskId is not null)
        {
            facts["task_id"] = TaskId;
        }

        if (ContextId is not null)
        {
            facts["context_id"] = ContextId;
        }

        return facts;
    }

    /// <summary>Version 1.0 writes <c>TASK_STATE_INPUT_REQUIRED</c> what version 0.3 wrote <c>input-required</c>.</summary>
    private static string Word(string state)
    {
        const string prefix = "TASK_STATE_";
        string word = state.StartsWith(prefix, StringComparison.Ordinal) ? state[prefix.Length..] : state;
        word = word.Replace('_', '-').ToLowerInvariant();
        return word == "cancelled" ? "canceled" : word;
    }

    private sealed record Artifact(string Id)
    {
        public StringBuilder Text { get; } = new();
    }
}
