using System.Runtime.InteropServices;
using System.Text.Json;
using Baton.Experiments.Traces;

namespace Baton.Experiments.Results;

/// <summary>Tokens added up; what was not reported counts as nothing.</summary>
/// <param name="Input">Tokens read.</param>
/// <param name="Output">Tokens written.</param>
/// <param name="Total">All tokens; for a run that did not report them, the sum of the two.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TokenCounts(long Input, long Output, long Total)
{
    /// <summary>Adds two counts.</summary>
    public static TokenCounts operator +(TokenCounts left, TokenCounts right) => Add(left, right);

    /// <summary>The same as <c>left + right</c>.</summary>
    public static TokenCounts Add(TokenCounts left, TokenCounts right) =>
        new(left.Input + right.Input, left.Output + right.Output, left.Total + right.Total);

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
            field = json.GetInt64();
        }

        return Of(input, output, total);
    }

    private static TokenCounts Of(long? input, long? output, long? total) =>
        new(input ?? 0, output ?? 0, total ?? (input ?? 0) + (output ?? 0));
}
