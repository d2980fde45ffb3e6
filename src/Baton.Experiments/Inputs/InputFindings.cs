using Baton.Configuration;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Inputs;

/// <summary>What is wrong with inputs: the first errors in full, the rest as a number. Not thread-safe.</summary>
/// <param name="onBadLine">What an entry with a mistake does.</param>
internal sealed class InputFindings(BadLine onBadLine = BadLine.Fail)
{
    /// <summary>The most errors that are kept; a file can have a million.</summary>
    public const int MaxShown = 50;

    private const int MaxSkippedShown = 10;

    private readonly ConfigurationErrors _shown = new();
    private readonly List<string> _warnings = [];
    private long _more;

    /// <summary>What is odd but usable.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The entries that were left out because of a mistake.</summary>
    public long Skipped { get; private set; }

    /// <summary>The errors so far, those that are not kept included.</summary>
    public long ErrorCount => _shown.Items.Count + _more;

    /// <summary>Whether nothing is wrong so far.</summary>
    public bool IsEmpty => _shown.IsEmpty;

    /// <summary>Adds an error.</summary>
    public void Add(ConfigurationPlace place, string key, string message)
    {
        if (_shown.Items.Count < MaxShown)
        {
            _shown.Add(place, key, message);
        }
        else
        {
            _more++;
        }
    }

    /// <summary>Adds what is wrong with one entry: errors, or a warning and a count where such entries are skipped.</summary>
    public void AddEntry(IReadOnlyList<ConfigurationError> errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        if (onBadLine == BadLine.Skip)
        {
            if (++Skipped <= MaxSkippedShown)
            {
                Warn($"skipped {errors[0]}");
            }

            return;
        }

        foreach (ConfigurationError error in errors)
        {
            Add(error.Place, error.Key, error.Message);
        }
    }

    /// <summary>Adds the only thing wrong with one entry.</summary>
    public void AddEntry(ConfigurationPlace place, string message) =>
        AddEntry([new ConfigurationError(place, "", message)]);

    /// <summary>Adds a warning.</summary>
    public void Warn(string message) => _warnings.Add(message);

    /// <summary>Takes over the first errors of a file in full and the rest as a number.</summary>
    /// <param name="all">Everything wrong with the file.</param>
    /// <param name="source">The file.</param>
    /// <param name="into">Where the errors go.</param>
    public static void Limit(ConfigurationErrors all, string source, ConfigurationErrors into)
    {
        foreach (ConfigurationError error in all.Items.Take(MaxShown))
        {
            into.Add(error.Place, error.Key, error.Message);
        }

        if (all.Items.Count > MaxShown)
        {
            into.Add(new ConfigurationPlace(source), "", More(all.Items.Count - MaxShown));
        }
    }

    /// <summary>Throws when anything is wrong.</summary>
    /// <param name="source">The inputs, for the line that counts the errors not shown.</param>
    /// <exception cref="ConfigurationException">There is at least one error.</exception>
    public void ThrowIfAny(string source)
    {
        if (_more > 0)
        {
            _shown.Add(new ConfigurationPlace(source), "", More(_more));
        }

        _shown.ThrowIfAny();
    }

    private static string More(long count) => $"{count} more errors; correct these first";
}
