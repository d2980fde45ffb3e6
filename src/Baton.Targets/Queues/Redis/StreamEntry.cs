using Baton.Targets.Queues.Redis.Resp;

namespace Baton.Targets.Queues.Redis;

/// <summary>An entry of a Redis stream.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Fields">Its fields and values by turns.</param>
internal sealed record StreamEntry(string Id, IReadOnlyList<RespValue> Fields)
{
    /// <summary>The field a message stands in.</summary>
    public const string DataField = "data";

    /// <summary>The field the trace is told in.</summary>
    public const string TraceField = "traceparent";

    /// <summary>The message, or nothing where the entry has none.</summary>
    public RespValue? Data => this[DataField];

    /// <summary>The value of a field, or <see langword="null"/>.</summary>
    public RespValue? this[string field]
    {
        get
        {
            for (int index = 0; index + 1 < Fields.Count; index += 2)
            {
                if (string.Equals(Fields[index].Text, field, StringComparison.Ordinal))
                {
                    return Fields[index + 1];
                }
            }

            return null;
        }
    }

    /// <summary>The entries XREAD and XREADGROUP give for one stream, in RESP2 or RESP3.</summary>
    public static IReadOnlyList<StreamEntry> OfRead(RespValue reply) =>
        reply.Kind switch
        {
            RespKind.Map when reply.Items.Count == 2 => Of(reply.Items[1]),
            RespKind.Array when reply.Items is [{ Items: [_, RespValue entries] }] => Of(entries),
            _ => [],
        };

    /// <summary>The entries of a list; those that were deleted meanwhile are left out.</summary>
    public static IReadOnlyList<StreamEntry> Of(RespValue entries) =>
        [
            .. entries
                .Items.Where(static entry => entry.Items is [_, { Kind: not RespKind.Null }])
                .Select(static entry => new StreamEntry(entry.Items[0].Text, entry.Items[1].Items)),
        ];
}
