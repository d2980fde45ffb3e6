namespace Baton.Experiments.Models;

/// <summary>What a model says, without what it thinks aloud.</summary>
internal static class SpokenText
{
    private const string Opening = "<think>";
    private const string Closing = "</think>";

    /// <summary>
    /// The text behind a leading <c>&lt;think&gt;…&lt;/think&gt;</c>, which many servers leave in the reply; a thought
    /// that never ends leaves nothing.
    /// </summary>
    public static string Of(string reply)
    {
        ReadOnlySpan<char> start = reply.AsSpan().TrimStart();
        if (!start.StartsWith(Opening, StringComparison.OrdinalIgnoreCase))
        {
            return reply;
        }

        int end = reply.IndexOf(Closing, StringComparison.OrdinalIgnoreCase);
        return end < 0 ? "" : reply[(end + Closing.Length)..].TrimStart();
    }
}
