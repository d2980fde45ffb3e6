using Baton.Agents.Providers;

namespace Baton.Experiments.Generation.Asking;

/// <summary>Estimates what calls come to.</summary>
internal static class CallCosts
{
    private const int CharactersAToken = 4;
    private const int TokensOfFormAText = 12;

    /// <summary>Counts characters: those that are sent, and for answers texts half as long again as the base inputs.</summary>
    public static CallEstimate Of(
        IReadOnlyList<VariationCall> calls,
        VariationPrompt prompt,
        ModelName model,
        int answered
    )
    {
        long read = 0;
        long written = 0;
        foreach (VariationCall call in calls)
        {
            read += prompt.For(call, seed: null).Messages.Sum(message => Tokens(message.Text));
            written += call.Items.Sum(item =>
                item.Count * ((Tokens(item.Slot.Slot.Base.Text) * 3 / 2) + TokensOfFormAText)
            );
        }

        return new CallEstimate(
            calls.Count,
            answered,
            read,
            written,
            ModelCatalog.Default.Find(model)?.CostOf(read, written)
        );
    }

    // Scripts without an alphabet take about a token a character.
    private static long Tokens(string text) =>
        text.Sum(character => character < '\u1100' ? 1L : CharactersAToken) / CharactersAToken + 1;
}
