using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Baton.Mcp.Repositories.Code;
using Baton.Mcp.Repositories.Facts;

namespace Baton.Mcp.Repositories.Patterns;

/// <summary>Workers that take requests from a queue.</summary>
internal sealed partial class QueuePattern : IPatternRule
{
    /// <inheritdoc/>
    public IEnumerable<Candidate> Find(RepositoryFacts facts)
    {
        foreach (CodeFacts file in facts.Code)
        {
            MarkFact? redis = file.Mark("redis-worker");
            if ((redis ?? file.Mark("sqs-worker")) is not { } mark)
            {
                continue;
            }

            Candidate candidate = new("queue", file.At(mark.Line));
            candidate.For(
                0.6,
                $"a worker takes requests from {(redis is not null ? "Redis" : "SQS")}",
                file.At(mark.Line)
            );
            if (facts.AsksModels)
            {
                candidate.For(0.3, "the repository makes agents or asks models");
            }

            if (file.Routes.Count > 0)
            {
                candidate.Against(0.3, "the file also answers HTTP", candidate.Place);
            }

            if (redis is not null)
            {
                bool isStream = redis.Value.Contains("xread", StringComparison.OrdinalIgnoreCase);
                string name = Name().Match(redis.Value) is { Success: true } match
                    ? match.Groups["name"].Value
                    : "agent:requests";
                JsonObject settings = new() { ["url"] = "${REDIS_URL:-redis://127.0.0.1:6379}", ["request"] = name };
                if (isStream)
                {
                    settings["mode"] = "stream";
                }

                candidate.Runner["queue"] = new JsonObject { ["redis"] = settings };
                candidate.Prerequisites.Add(
                    "start Redis and the worker; set REDIS_URL where it is not on this machine"
                );
            }
            else
            {
                candidate.Runner["queue"] = new JsonObject
                {
                    ["sqs"] = new JsonObject { ["request_url"] = "${AGENT_QUEUE_URL}" },
                };
                candidate.Prerequisites.Add("set AGENT_QUEUE_URL and AWS credentials; start the worker");
            }

            BatonFolder.WriteGuards(candidate.Runner);
            candidate.Prerequisites.Add(
                "let the worker answer with the request's `id` to `reply_to`, see docs/formats/queue-messages.md"
            );
            yield return candidate.In(file.Role);
        }
    }

    [GeneratedRegex(@"[""'](?<name>[\w:.-]{3,})[""']", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
