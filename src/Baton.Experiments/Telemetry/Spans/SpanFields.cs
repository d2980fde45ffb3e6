using System.Globalization;
using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Experiments.Telemetry.Otlp;

namespace Baton.Experiments.Telemetry.Spans;

/// <summary>A span's message gone through once, on its bytes: its own fields, and those attributes that mean something.</summary>
internal ref struct SpanFields
{
    private RoleValues _roles;

    private SpanFields(ReadOnlySpan<byte> message) => Message = message;

    /// <summary>The message.</summary>
    public ReadOnlySpan<byte> Message { get; }

    /// <summary>The span around it, or 0.</summary>
    public ulong Parent { get; private set; }

    /// <summary>What was done, in UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Which side of a call it is.</summary>
    public SpanSide Side { get; private set; }

    /// <summary>When it began, in nanoseconds since 1970, by the agent's clock.</summary>
    public ulong Start { get; private set; }

    /// <summary>Whether it has attributes.</summary>
    public bool HasAttributes { get; private set; }

    /// <summary>What happened inside it at one moment.</summary>
    public List<SpanEvent>? Events { get; private set; }

    /// <summary>Whether the agent said that it failed (<see langword="true"/>), went well, or nothing.</summary>
    public bool? Failed { get; private set; }

    /// <summary>What the agent said of the failure, in UTF-8.</summary>
    public ReadOnlySpan<byte> StatusMessage { get; private set; }

    /// <summary>Reads a message.</summary>
    public static SpanFields Read(ReadOnlySpan<byte> message)
    {
        SpanFields fields = new(message);
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 4:
                    fields.Parent = TraceKey.ReadSpan(reader.Bytes());
                    break;
                case 5:
                    fields.Name = reader.Bytes();
                    break;
                case 6:
                    fields.Side = (SpanSide)reader.Integer();
                    break;
                case 7:
                    fields.Start = reader.FixedInteger();
                    break;
                case 9:
                    fields.AddAttribute(reader.Bytes());
                    break;
                case 11:
                    (fields.Events ??= []).Add(SpanEvent.Read(message, reader.Bytes()));
                    break;
                case 15:
                    fields.ReadStatus(reader.Bytes());
                    break;
            }
        }

        return fields;
    }

    /// <summary>The attribute that tells this, if any does; of several the one whose name ranks first.</summary>
    public readonly RoleValue Find(AttributeRole role) => _roles[(int)role];

    /// <summary>The value that tells this; none when nobody does.</summary>
    public readonly AnyValue Value(AttributeRole role) => Find(role).Read(Message);

    /// <summary>The text that tells this, in UTF-8; empty when there is none.</summary>
    public readonly ReadOnlySpan<byte> Text(AttributeRole role)
    {
        AnyValue value = Value(role);
        return value.IsText ? value.Bytes : [];
    }

    /// <summary>What was spent, or <see langword="null"/> when it tells nothing of that.</summary>
    public readonly Usage? Usage()
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
    private readonly long? Count(AttributeRole role)
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

    private readonly decimal? Cost()
    {
        AnyValue value = Value(AttributeRole.Cost);
        return value.Type switch
        {
            AnyValueType.Double when value.Double is >= 0 and < 1e9 => (decimal)value.Double,
            AnyValueType.Integer when value.Integer >= 0 => value.Integer,
            _ => null,
        };
    }

    private void AddAttribute(ReadOnlySpan<byte> message)
    {
        HasAttributes = true;
        KeyValue attribute = KeyValue.Read(message);
        if (
            GenAiNames.Find(attribute.Name) is { } name
            && _roles[(int)name.Role].IsOutrankedBy(name)
            && AnyValue.Read(attribute.Value, depth: 0).Type != AnyValueType.None
        )
        {
            _roles[(int)name.Role] = new RoleValue(name, MessagePart.Of(Message, attribute.Value));
        }
    }

    private void ReadStatus(ReadOnlySpan<byte> message)
    {
        long code = 0;
        StatusMessage = [];
        ProtobufReader reader = new(message);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                StatusMessage = reader.Bytes();
            }
            else if (reader.Field == 3)
            {
                code = reader.Integer();
            }
        }

        Failed = StatusCode.Failed(code);
    }

    [InlineArray((int)AttributeRole.Output + 1)]
    private struct RoleValues
    {
        private RoleValue _first;
    }
}
