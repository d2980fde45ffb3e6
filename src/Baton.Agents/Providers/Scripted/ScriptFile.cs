using System.Text.Json;
using Baton.Agents.Providers.Setup;
using Baton.Agents.Providers.Transport;
using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers.Scripted;

/// <summary>A script that was read from a file.</summary>
internal sealed class ScriptFile
{
    // A day; the decimal of it fits a time span.
    private const decimal LongestDelay = 86_400;

    private readonly string _path;
    private readonly List<ScriptedReply> _replies;
    private readonly bool _repeat;

    private ScriptFile(string path, List<ScriptedReply> replies, bool repeat)
    {
        _path = path;
        _replies = replies;
        _repeat = repeat;
    }

    public static ScriptFile Read(string path)
    {
        StrictJson file = StrictJson.ReadFile(path, "the script");
        Dictionary<string, StrictJson> keys = file.Properties("version", "replies", "repeat");
        if (keys.TryGetValue("version", out StrictJson version))
        {
            version.Whole(1, 1);
        }

        List<ScriptedReply> replies = keys.TryGetValue("replies", out StrictJson list)
            ? [.. list.Items().Select(Reply)]
            : throw file.Error("`replies` is missing; write `{\"replies\": [\"Hello!\"]}`");
        if (replies.Count == 0)
        {
            throw list.Error("must have a reply");
        }

        return new ScriptFile(path, replies, keys.TryGetValue("repeat", out StrictJson repeat) && repeat.Truth());
    }

    /// <summary>The answer to a call.</summary>
    /// <exception cref="ModelException">The script is over.</exception>
    public ScriptedReply Answer(ScriptedRequest request, int number) =>
        number < _replies.Count || _repeat
            ? _replies[number % _replies.Count]
            : throw new ModelException(
                ErrorKind.NoOutput,
                $"The script `{_path}` has {_replies.Count} replies and was asked for number {number + 1}; "
                    + "add one to it, or `\"repeat\": true`"
            );

    private static ScriptedReply Reply(StrictJson reply)
    {
        if (reply.Value.ValueKind == JsonValueKind.String)
        {
            return ScriptedReply.Say(reply.Text());
        }

        Dictionary<string, StrictJson> keys = reply.Properties(
            "text",
            "reasoning",
            "tool_calls",
            "delay",
            "usage",
            "failure"
        );
        return new ScriptedReply
        {
            Text = keys.TryGetValue("text", out StrictJson text) ? text.Text() : null,
            Reasoning = keys.TryGetValue("reasoning", out StrictJson reasoning) ? reasoning.Text() : null,
            ToolCalls = keys.TryGetValue("tool_calls", out StrictJson calls) ? [.. calls.Items().Select(Call)] : [],
            Delay = keys.TryGetValue("delay", out StrictJson delay) ? Seconds(delay) : TimeSpan.Zero,
            Usage = keys.TryGetValue("usage", out StrictJson usage) ? Usage(usage) : null,
            Failure = keys.TryGetValue("failure", out StrictJson failure) ? Failure(failure) : null,
        };
    }

    private static FunctionCallContent Call(StrictJson call)
    {
        Dictionary<string, StrictJson> keys = call.Properties("name", "arguments", "id");
        string name = keys.TryGetValue("name", out StrictJson written)
            ? written.Text()
            : throw call.Error("`name` is missing: the tool that is called");
        string arguments = "{}";
        if (keys.TryGetValue("arguments", out StrictJson given))
        {
            // A text is what the model writes, be it JSON or not.
            arguments = given.Value.ValueKind switch
            {
                JsonValueKind.Object => given.Value.GetRawText(),
                JsonValueKind.String => given.Text(),
                _ => throw given.Error("must be an object, or a text to be taken as the model's own words"),
            };
        }

        return ToolContents.Call(keys.TryGetValue("id", out StrictJson id) ? id.Text() : "", name, arguments);
    }

    private static UsageDetails Usage(StrictJson usage)
    {
        Dictionary<string, StrictJson> keys = usage.Properties("input", "output", "cached_input");
        int? input = Tokens("input");
        int? output = Tokens("output");
        return new UsageDetails
        {
            InputTokenCount = input,
            OutputTokenCount = output,
            TotalTokenCount = (long?)input + output,
            CachedInputTokenCount = Tokens("cached_input"),
        };

        int? Tokens(string key) => keys.TryGetValue(key, out StrictJson count) ? count.Whole(0, int.MaxValue) : null;
    }

    private static ModelException Failure(StrictJson failure)
    {
        if (failure.Value.ValueKind == JsonValueKind.String)
        {
            return new ModelException(ErrorKind.HttpStatus, failure.Text()) { Status = 500, IsTransient = true };
        }

        Dictionary<string, StrictJson> keys = failure.Properties(
            "kind",
            "message",
            "status",
            "retry_after",
            "transient"
        );
        string kind = keys.TryGetValue("kind", out StrictJson word) ? word.Text() : ErrorKind.HttpStatus;
        int? status = keys.TryGetValue("status", out StrictJson number) ? number.Whole(100, 599) : StatusOf(kind);
        string message = keys.TryGetValue("message", out StrictJson text) ? text.Text() : $"the script fails: {kind}";
        return new ModelException(kind, message)
        {
            Status = status,
            RetryAfter = keys.TryGetValue("retry_after", out StrictJson wait) ? Seconds(wait) : null,
            IsTransient = keys.TryGetValue("transient", out StrictJson transient)
                ? transient.Truth()
                : kind is ErrorKind.Timeout or ErrorKind.ConnectionLost or ErrorKind.Refused
                    || status is 408 or 409 or 429 or >= 500,
        };
    }

    private static int? StatusOf(string kind) =>
        kind switch
        {
            ErrorKind.RateLimited => 429,
            ErrorKind.Unauthorized => 401,
            ErrorKind.HttpStatus => 500,
            _ => null,
        };

    private static TimeSpan Seconds(StrictJson seconds) =>
        seconds.Amount() is var amount and <= LongestDelay
            ? TimeSpan.FromSeconds((double)amount)
            : throw seconds.Error($"must be at most {LongestDelay} seconds");
}
