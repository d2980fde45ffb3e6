using System.Text.Json.Serialization;

namespace Baton.Experiments.Settings;

/// <summary>Whose entries a file of inputs holds.</summary>
public enum DatasetFormat
{
    /// <summary>Baton's own.</summary>
    Baton,

    /// <summary>Tests of promptfoo: a list of them, or a whole configuration.</summary>
    Promptfoo,

    /// <summary>Samples of OpenAI evals.</summary>
    [JsonStringEnumMemberName("openai-evals")]
    OpenAIEvals,

    /// <summary>Samples of Inspect AI.</summary>
    Inspect,

    /// <summary>Tasks of tau-bench or tau2-bench.</summary>
    [JsonStringEnumMemberName("tau-bench")]
    TauBench,
}

/// <summary>Formats as they are written in files and on the command line.</summary>
public static class DatasetWords
{
    /// <summary>Every word, in the order of the formats.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<DatasetFormat>().Select(Of)];

    /// <summary>The word, for example <c>openai-evals</c>.</summary>
    public static string Of(DatasetFormat format) =>
        format switch
        {
            DatasetFormat.OpenAIEvals => "openai-evals",
            DatasetFormat.TauBench => "tau-bench",
            _ => format.ToString().ToLowerInvariant(),
        };
}
