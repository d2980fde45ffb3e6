using Baton.Configuration;

namespace Baton.Experiments.Settings;

/// <summary>Compares what was written in two places.</summary>
internal static class SameValue
{
    private const int LongestShown = 40;

    /// <summary>Whether two pieces mean the same; the order of keys does not count.</summary>
    public static bool In(ConfigurationNode first, ConfigurationNode second) =>
        (first, second) switch
        {
            (ConfigurationScalar a, ConfigurationScalar b) => a.Kind == b.Kind
                && string.Equals(a.Text, b.Text, StringComparison.Ordinal),
            (ConfigurationSequence a, ConfigurationSequence b) => a.Items.Count == b.Items.Count
                && a.Items.Zip(b.Items).All(pair => In(pair.First, pair.Second)),
            (ConfigurationMapping a, ConfigurationMapping b) => a.Entries.Count == b.Entries.Count
                && a.Entries.All(entry => b[entry.Key] is { } other && In(entry.Value, other.Value)),
            _ => false,
        };

    /// <summary>A value in a few characters, for messages.</summary>
    public static string Show(ConfigurationNode node) =>
        node switch
        {
            ConfigurationScalar scalar => $"`{Shorten(scalar.Written)}`",
            ConfigurationSequence list => $"a list of {list.Items.Count}",
            _ => "a section",
        };

    private static string Shorten(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= LongestShown ? line : line[..LongestShown] + "…";
    }
}
