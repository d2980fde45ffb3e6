using System.Runtime.InteropServices;
using System.Text.Json;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Results;

/// <summary>Tokens added up. A number that no run reported is <see langword="null"/>, not zero.</summary>
/// <param name="Input">Tokens read.</param>
/// <param name="Output">Tokens written.</param>
/// <param name="Total">All tokens; for a run that did not report them, the sum of the two.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TokenCounts(long? Input, long? Output, long? Total)
{
    /// <summary>Adds two counts; a number known on one side only is kept.</summary>
    public static TokenCounts operator +(TokenCounts left, TokenCounts right) => Add(left, right);

    /// <summary>The same as <c>left + right</c>.</summary>
    public static TokenCounts Add(TokenCounts left, TokenCounts right) =>
        new(
            Reported.Sum(left.Input, right.Input),
            Reported.Sum(left.Output, right.Output),
            Reported.Sum(left.Total, right.Total)
        );

    /// <summary>The counts, or <see langword="null"/> when nobody reported any.</summary>
    internal TokenCounts? IfAny => Input is null && Output is null && Total is null ? null : this;

    internal static TokenCounts Of(TraceTokens? tokens) =>
        tokens is null ? default : Of(tokens.Input, tokens.Output, tokens.Total);

    internal static TokenCounts Read(ref Utf8JsonReader json)
    {
        json.Read();
        long? input = null;
        long? output = null;
        long? total = null;
        while (json.TokenType != JsonTokenType.Null && json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            ref long? field = ref total;
            if (json.ValueTextEquals("input"u8))
            {
                field = ref input;
            }
            else if (json.ValueTextEquals("output"u8))
            {
                field = ref output;
            }

            json.Read();
            field = json.TokenType == JsonTokenType.Null ? null : json.GetInt64();
        }

        return Of(input, output, total);
    }

    private static TokenCounts Of(long? input, long? output, long? total) =>
        new(input, output, total ?? Reported.Sum(input, output));
}
