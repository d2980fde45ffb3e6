using Baton.Agents.Providers;

namespace Baton.Experiments.Models;

/// <summary>Which model is asked, and how.</summary>
internal sealed record ModelVoiceSettings
{
    /// <summary>The model, <c>provider:model</c>, for example <c>openai:gpt-4o-mini</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The key. Default: the provider's environment variable.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The server. Default: the provider's environment variable, then its own.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>The sampling temperature, from 0. Default: the model's own.</summary>
    public double? Temperature { get; init; }

    /// <summary>The seed of the model's sampling; not every server heeds it. Default: none.</summary>
    public int? Seed { get; init; }

    /// <summary>The most tokens of one answer. Default: as many as the model likes.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>How long one attempt may take. Default: as <see cref="ModelConnection.Timeout"/> says.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often a failed call is made at most, the first time included. Default: as <see cref="ModelRetry"/> says.</summary>
    public int? Attempts { get; init; }

    /// <summary>Who asks, for errors: <c>the supervisor</c>. Default: the model's name.</summary>
    public string? Asker { get; init; }

    /// <summary>How a key can be given other than by a variable, for errors: <c>give `--supervisor-api-key`</c>.</summary>
    public string KeyOption { get; init; } = "write `api_key`";
}
