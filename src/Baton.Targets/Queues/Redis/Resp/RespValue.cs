using System.Globalization;
using System.Text;

namespace Baton.Targets.Queues.Redis.Resp;

/// <summary>What a Redis server said. Immutable.</summary>
internal sealed class RespValue
{
    private RespValue(RespKind kind) => Kind = kind;

    /// <summary>Nothing: RESP2's null string and null array, RESP3's null.</summary>
    public static RespValue Null { get; } = new(RespKind.Null);

    /// <summary>What it is.</summary>
    public RespKind Kind { get; }

    /// <summary>A text's or error's bytes, and how numbers that are no integers were written; empty for the rest.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary>An integer's value; 1 and 0 for true and false.</summary>
    public long Number { get; private init; }

    /// <summary>A list's items; a map's keys and values by turns.</summary>
    public IReadOnlyList<RespValue> Items { get; private init; } = [];

    /// <summary>Whether the text was too long to be kept; <see cref="Bytes"/> is its start.</summary>
    public bool IsCut { get; private init; }

    /// <summary>Whether the server refused the command.</summary>
    public bool IsError => Kind == RespKind.Error;

    /// <summary>The bytes as UTF-8 text, an integer in digits.</summary>
    public string Text =>
        Kind == RespKind.Integer ? Number.ToString(CultureInfo.InvariantCulture) : Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>A text, an error, or a number written out.</summary>
    public static RespValue Of(RespKind kind, ReadOnlyMemory<byte> bytes, bool isCut = false) =>
        new(kind) { Bytes = bytes, IsCut = isCut };

    /// <summary>An integer or a truth value.</summary>
    public static RespValue Of(RespKind kind, long number) => new(kind) { Number = number };

    /// <summary>A list or a map.</summary>
    public static RespValue Of(RespKind kind, IReadOnlyList<RespValue> items) => new(kind) { Items = items };

    /// <summary>For people who debug.</summary>
    public override string ToString() =>
        Kind switch
        {
            RespKind.Null => "null",
            RespKind.Integer => Text,
            RespKind.Boolean => Number == 1 ? "true" : "false",
            RespKind.Array or RespKind.Map or RespKind.Set or RespKind.Push => $"{Kind}[{string.Join(", ", Items)}]",
            RespKind.Text or RespKind.Error or RespKind.Double or RespKind.BigNumber => $"{Kind}({Text})",
            _ => throw new InvalidOperationException($"`{Kind}` is no kind of RESP value"),
        };
}

/// <summary>What a value of the protocol can be; RESP2 knows the first five.</summary>
internal enum RespKind
{
    /// <summary>A simple, bulk or verbatim string.</summary>
    Text,

    /// <summary>A simple or bulk error.</summary>
    Error,

    /// <summary>A whole number of 64 bits.</summary>
    Integer,

    /// <summary>A list.</summary>
    Array,

    /// <summary>Nothing.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A floating point number.</summary>
    Double,

    /// <summary>A whole number of any size.</summary>
    BigNumber,

    /// <summary>Keys with values.</summary>
    Map,

    /// <summary>A list in no order.</summary>
    Set,

    /// <summary>Something the server says unasked.</summary>
    Push,
}
