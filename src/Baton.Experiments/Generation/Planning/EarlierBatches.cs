using System.Text.Json.Nodes;
using Baton.Configuration;
using Baton.Experiments.Inputs;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Planning;

/// <summary>What other batches in the same folder hold already, so that the next one goes on behind them.</summary>
/// <remarks>
/// A batch is a file made with a limit; its entries say so. Files of other kinds, files made without a limit, and files
/// that cannot be read do not count.
/// </remarks>
internal sealed class EarlierBatches
{
    private static readonly string[] Kinds = [".yaml", ".yml", ".json", ".jsonl", ".ndjson", ".csv"];

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<(string?, string)> _texts = [];
    private readonly List<(string BaseId, string? Persona, string Text)> _all = [];
    private readonly List<string> _files = [];

    /// <summary>No batches.</summary>
    public static EarlierBatches None { get; } = new();

    /// <summary>The files, as the user would type them.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>The inputs in them.</summary>
    public int Count => _ids.Count;

    /// <summary>Every text, with the base input it varies and its persona.</summary>
    public IReadOnlyList<(string BaseId, string? Persona, string Text)> Texts => _all;

    /// <summary>Whether a variation with this identifier is in one.</summary>
    public bool HasId(string id) => _ids.Contains(id);

    /// <summary>Whether this persona says this text in one.</summary>
    public bool HasText(string? persona, string text) => _texts.Contains((persona, text));

    /// <summary>Reads the batches beside a file.</summary>
    /// <param name="output">The file that is about to be written; it does not count.</param>
    /// <param name="currentDirectory">From where paths are shown.</param>
    public static EarlierBatches Beside(string output, string currentDirectory)
    {
        EarlierBatches batches = new();
        string folder = Path.GetDirectoryName(output)!;
        if (!Directory.Exists(folder))
        {
            return batches;
        }

        foreach (string file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            bool isCandidate =
                Kinds.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
                && !string.Equals(file, output, StringComparison.Ordinal);
            if (isCandidate && batches.Add(file))
            {
                batches._files.Add(ShownPath.Of(file, currentDirectory));
            }
        }

        return batches;
    }

    private bool Add(string file)
    {
        ConfigurationErrors errors = new();
        if (Open(file, errors) is not { } source)
        {
            return false;
        }

        bool any = false;
        try
        {
            foreach (LocatedInput located in source.Read(new InputFindings()))
            {
                JsonObject? metadata = located.Input.Metadata;
                if (metadata?[VariationFacts.Batch] is null || metadata[VariationFacts.Strategy] is null)
                {
                    return any;
                }

                any = true;
                _ids.Add(located.Input.Id);
                _texts.Add((located.Input.Persona, located.Input.Text));
                _all.Add(($"{metadata[VariationFacts.BaseId]}", located.Input.Persona, located.Input.Text));
            }
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ConfigurationException)
        {
            // A file that cannot be read to its end is no batch of ours, or one that its owner has to look at.
        }

        return any;
    }

    // Only Baton writes batches, so that no other tool's files need be looked into.
    private static IInputSource? Open(string file, ConfigurationErrors errors) =>
        new InputFile(file, Path.GetDirectoryName(file)!, new InputSettings { Format = DatasetFormat.Baton }).Open(
            errors
        );
}
