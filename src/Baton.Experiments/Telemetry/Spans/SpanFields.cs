using System.Globalization;
using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Experiments.Telemetry.Otlp;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>A span's message gone through once, on its bytes: its own fields, and those attributes that mean something.</summary>
internal readonly ref struct SpanFields
{
    private readonly RoleValues _roles;

    /// <summary>Reads a message.</summary>
    public SpanFields(ReadOnlySpan<byte> message)
    {
        Message = message;
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 4:
                    Parent = TraceKey.ReadSpan(reader.Bytes());
                    break;
                case 5:
                    Name = reader.Bytes();
                    break;
                case 6:
                    Side = (SpanSide)reader.Integer();
                    break;
                case 7:
                    Start = reader.FixedInteger();
                    break;
                case 9:
                    HasAttributes = true;
                    Keep(ref _roles, message, KeyValue.Read(reader.Bytes()));
                    break;
                case 11:
                    (Events ??= []).Add(SpanEvent.Read(message, reader.Bytes()));
                    break;
                case 15:
                    ReadOnlySpan<byte> status = reader.Bytes();
                    Failed = SpanStatus.Failed(status);
                    StatusMessage = SpanStatus.Message(status);
                    break;
            }
        }
    }

    /// <summary>The message.</summary>
    public ReadOnlySpan<byte> Message { get; }

    /// <summary>The span around it, or 0.</summary>
    public ulong Parent { get; }

    /// <summary>What was done, in UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>Which side of a call it is.</summary>
    public SpanSide Side { get; }

    /// <summary>When it began, in nanoseconds since 1970, by the agent's clock.</summary>
    public ulong Start { get; }

    /// <summary>Whether it has attributes.</summary>
    public bool HasAttributes { get; }

    /// <summary>What happened inside it at one moment.</summary>
    public List<SpanEvent>? Events { get; }

    /// <summary>Whether the agent said that it failed (<see langword="true"/>), went well, or nothing.</summary>
    public bool? Failed { get; }

    /// <summary>What the agent said of the failure, in UTF-8.</summary>
    public ReadOnlySpan<byte> StatusMessage { get; }

    /// <summary>The attribute that tells this, if any does; of several the one whose name ranks first.</summary>
    public RoleValue Find(AttributeRole role) => _roles[(int)role];

    /// <summary>The value that tells this; none when nobody does.</summary>
    public AnyValue Value(AttributeRole role) => Find(role).Read(Message);

    /// <summary>The text that tells this, in UTF-8; empty when there is none.</summary>
    public ReadOnlySpan<byte> Text(AttributeRole role)
    {
        AnyValue value = Value(role);
        return value.IsText ? value.Bytes : [];
    }

    /// <summary>What was spent, or <see langword="null"/> when it tells nothing of that.</summary>
    public Usage? Usage()
    {
        long? input = Count(AttributeRole.InputTokens);
        long? output = Count(AttributeRole.OutputTokens);
        long? total = Count(AttributeRole.TotalTokens);
        decimal? cost = Cost();
        return (input ?? output ?? total ?? cost) is null
            ? null
            : new Usage
            {
                InputTokens = input,
                OutputTokens = output,
                TotalTokens = total,
                Cost = cost,
            };
    }

    // Text of digits counts too.
    private long? Count(AttributeRole role)
    {
        AnyValue value = Value(role);
        return value.Type switch
        {
            AnyValueType.Integer when value.Integer >= 0 => value.Integer,
            AnyValueType.Double when value.Double is >= 0 and < long.MaxValue => (long)value.Double,
            AnyValueType.Text
                when long.TryParse(value.Bytes, NumberStyles.Integer, CultureInfo.InvariantCulture, out long number)
                    && number >= 0 => number,
            _ => null,
        };
    }

    private decimal? Cost()
    {
        AnyValue value = Value(AttributeRole.Cost);
        return value.Type switch
        {
            AnyValueType.Double when value.Double is >= 0 and < 1e9 => (decimal)value.Double,
            AnyValueType.Integer when value.Integer >= 0 => value.Integer,
            _ => null,
        };
    }

    private static void Keep(ref RoleValues roles, ReadOnlySpan<byte> message, KeyValue attribute)
    {
        if (
            GenAiNames.Find(attribute.Name) is { } name
            && roles[(int)name.Role].IsOutrankedBy(name)
            && AnyValue.Read(attribute.Value, depth: 0).Type != AnyValueType.None
        )
        {
            roles[(int)name.Role] = new RoleValue(name, MessagePart.Of(message, attribute.Value));
        }
    }

    [InlineArray((int)AttributeRole.Output + 1)]
    private struct RoleValues
    {
        private RoleValue _first;
    }
}
