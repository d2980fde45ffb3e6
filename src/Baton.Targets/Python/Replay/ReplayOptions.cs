using Baton.Configuration;
using Baton.Targets.Templates;

namespace Baton.Targets.Python.Replay;

/// <summary>The <c>replay_args:</c> section: recorded arguments are the base of each call of a Python target.</summary>
public sealed record ReplayOptions : IValidatedSection
{
    /// <summary>Whether calls are replayed. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The recording, one call a line, relative to the project folder. Required to replay.</summary>
    public string? RecordingFile { get; init; }

    /// <summary>
    /// Where in the recorded arguments the input of a run goes, for example <c>item.content.0.text</c>. Default: the
    /// parameter that would get the input without a recording.
    /// </summary>
    public DataPath? OverrideParamPath { get; init; }

    /// <summary>
    /// What stands in for values that a recording cannot hold, by the parameter's name or the value's path:
    /// <c>module:callable</c>, or <c>builtin:collector.send</c> and <c>builtin:collector.error</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> CallableProviders { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (Enabled && string.IsNullOrWhiteSpace(RecordingFile))
        {
            section.Error(
                section.Has("recording_file") ? "recording_file" : "enabled",
                "needs `recording_file`; record one with `baton record enable`, or write `enabled: false`"
            );
        }

        if (OverrideParamPath is { HasWildcard: true } or { Segments.Count: 0 })
        {
            section.Error("override_param_path", "must lead to one place, for example `item.content.0.text`");
        }

        foreach ((string name, string provider) in CallableProviders)
        {
            if (!IsProvider(provider))
            {
                section.Error(
                    "callable_providers",
                    $"`{name}: {provider}` names no callable; write `module:callable`, `builtin:collector.send` or `builtin:collector.error`"
                );
            }
        }
    }

    private static bool IsProvider(string provider)
    {
        int colon = provider.LastIndexOf(':');
        return colon > 0
            && colon < provider.Length - 1
            && (
                !provider.StartsWith("builtin:", StringComparison.Ordinal)
                || provider is "builtin:collector.send" or "builtin:collector.error"
            );
    }
}
