using System.Text.Json.Nodes;
using Baton.Targets.Queues.Redis;
using Baton.Targets.Queues.Redis.Resp;
using static Baton.Targets.Tests.Queues.QueueFixture;

namespace Baton.Targets.Tests.Queues;

/// <summary>The smallest worker of a Redis stream.</summary>
internal static class StreamWorker
{
    /// <summary>Answers every request until the connection is closed; ID and INPUT stand for the request's.</summary>
    public static async Task AnswerAsync(RespConnection redis, params string[] replies)
    {
        try
        {
            await redis.SendAsync("XGROUP", "CREATE", Requests, "workers", "0", "MKSTREAM");
            while (true)
            {
                RespValue read = await redis.SendAsync(
                    "XREADGROUP",
                    "GROUP",
                    "workers",
                    "one",
                    "BLOCK",
                    0,
                    "STREAMS",
                    Requests,
                    ">"
                );
                foreach (StreamEntry entry in StreamEntry.OfRead(read))
                {
                    JsonNode request = JsonNode.Parse(entry.Data!.Text)!;
                    foreach (string reply in replies)
                    {
                        string body = reply
                            .Replace("ID", request["id"]!.GetValue<string>(), StringComparison.Ordinal)
                            .Replace("INPUT", request["input"]!.GetValue<string>(), StringComparison.Ordinal);
                        await redis.SendAsync("XADD", request["reply_to"]!.GetValue<string>(), "*", "data", body);
                    }

                    await redis.SendAsync("XACK", Requests, "workers", entry.Id);
                    await redis.SendAsync("XDEL", Requests, entry.Id);
                }
            }
        }
        catch (RespConnectionException)
        {
            // The test closed it.
        }
    }
}
