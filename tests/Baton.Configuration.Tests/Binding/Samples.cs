using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Baton.Configuration.Tests.Binding;

/// <summary>A whole configuration with a setting of every kind.</summary>
public sealed record Sample
{
    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>How often. Default 1; see <see cref="Wait"/>.</summary>
    [Range(1, 1000)]
    public int Iterations { get; init; } = 1;

    /// <summary>Tokens.</summary>
    public long? Tokens { get; init; }

    /// <summary>A share, for example <c>0.5</c>.</summary>
    [Range(0, 1)]
    public double? Share { get; init; }

    /// <summary>Dollars.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The wait between two.</summary>
    [Range(0.001)]
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Whether it is saved.</summary>
    public bool Save { get; init; } = true;

    /// <summary>Who speaks.</summary>
    public Voice Voice { get; init; } = Voice.OpenAI;

    /// <summary>Words.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Numbers, some of them missing.</summary>
    public IReadOnlyList<int?> Slots { get; init; } = [];

    /// <summary>Limits by model.</summary>
    public IReadOnlyDictionary<string, Limit> Limits { get; init; } = new Dictionary<string, Limit>();

    /// <summary>Anything.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>A colour.</summary>
    public Colour? Colour { get; init; }

    /// <summary>One or two.</summary>
    public OneOrTwo? Pair { get; init; }

    /// <summary>Where to.</summary>
    public Server? Server { get; init; }
}

/// <summary>A limit.</summary>
public sealed record Limit
{
    /// <summary>At once.</summary>
    [Range(1)]
    public int? Concurrent { get; init; }
}

/// <summary>A server.</summary>
public sealed record Server : IValidatedSection
{
    /// <summary>The address.</summary>
    public required string Url { get; init; }

    /// <summary>The key.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The port.</summary>
    public ushort? Port { get; init; }

    /// <summary>Where it is tried next.</summary>
    public IReadOnlyList<Server> Fallbacks { get; init; } = [];

    /// <inheritdoc/>
    public void Validate(SectionValidation section)
    {
        if (!Url.StartsWith("http", StringComparison.Ordinal))
        {
            section.Error("url", "must begin with `http`");
        }

        if (Port is not null && ApiKey is null)
        {
            section.Error("api_key", "goes with `port`");
        }
    }
}

/// <summary>Who speaks.</summary>
public enum Voice
{
    OpenAI,
    RuleBased,

    [JsonStringEnumMemberName("GET")]
    Get,
}

/// <summary>A colour written as <c>#rrggbb</c>.</summary>
public sealed record Colour(string Code) : IParsable<Colour>
{
    /// <inheritdoc/>
    public static Colour Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out Colour? colour) ? colour : throw new FormatException($"`{s}` is no colour.");

    /// <inheritdoc/>
    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        [MaybeNullWhen(false)] out Colour result
    )
    {
        result = s is ['#', ..] ? new Colour(s) : null;
        return result is not null;
    }
}

/// <summary>A number or a list of two.</summary>
public sealed record OneOrTwo(int Count) : IConfigurationReadable<OneOrTwo>
{
    /// <inheritdoc/>
    public static JsonObject Schema => new() { ["type"] = new JsonArray("integer", "array") };

    /// <inheritdoc/>
    public static OneOrTwo? Read(ConfigurationNode node, string key, ConfigurationErrors errors)
    {
        if (node is ConfigurationSequence { Items.Count: 2 })
        {
            return new OneOrTwo(2);
        }

        errors.Add(node.Place, key, "expected two items");
        return null;
    }
}
