using System.Text.Json.Nodes;
using Baton.Experiments.Models;
using Baton.Experiments.Settings;
using Baton.Experiments.Tests.Conversations.Supervisors;
using Baton.TestSupport;

namespace Baton.Experiments.Tests.Models;

/// <summary>Makes voices that talk to the model server; waits between attempts end at once.</summary>
internal sealed class VoiceLab : IDisposable
{
    private readonly List<ModelVoices> _made = [];

    /// <summary>Every provider that has a server.</summary>
    public static TheoryData<string> Providers =>
        ["openai", "openai-responses", "openai-compatible", "anthropic", "ollama"];

    public ImpatientTimeProvider Clock { get; } = new(TimeSpan.FromSeconds(9));

    public static ModelVoiceSettings Settings(string provider, Uri? server) =>
        new()
        {
            Model = provider == "anthropic" ? "anthropic:claude-3-5-haiku-latest" : $"{provider}:gpt-4o-mini",
            ApiKey = ModelServerFixture.Key,
            BaseUrl = server?.ToString(),
        };

    public ModelVoices Voices(
        IReadOnlyDictionary<string, ModelLimit>? limits = null,
        Dictionary<string, string>? variables = null,
        string? folder = null
    )
    {
        ModelVoices voices = new(
            new ModelVoicesOptions
            {
                Variables = variables ?? [],
                TimeProvider = Clock,
                Limits = limits ?? new Dictionary<string, ModelLimit>(),
                ProjectDirectory = folder ?? AppContext.BaseDirectory,
            }
        );
        _made.Add(voices);
        return voices;
    }

    public ModelVoice Voice(ModelVoiceSettings settings)
    {
        SectionErrors errors = new(written: null, "section");
        ModelVoice? voice = Voices().Open(settings, errors);
        errors.ThrowIfAny();
        return voice!;
    }

    /// <summary>A reply in words that says what it cost.</summary>
    public static JsonObject Text(string text, string? finishReason = null)
    {
        JsonObject response = new()
        {
            ["content"] = text,
            ["usage"] = new JsonObject
            {
                ["prompt_tokens"] = 1000,
                ["completion_tokens"] = 100,
                ["total_tokens"] = 1100,
            },
        };
        if (finishReason is not null)
        {
            response["finishReason"] = finishReason;
        }

        return response;
    }

    /// <summary>An answer as the provider's models give it when they are held to a schema.</summary>
    public static JsonObject Answer(string provider, string form, string json)
    {
        JsonObject response = Text(json);
        if (provider == "anthropic")
        {
            response.Remove("content");
            response["toolCalls"] = new JsonArray(new JsonObject { ["name"] = form, ["arguments"] = json });
        }

        return response;
    }

    public void Dispose() => _made.ForEach(static made => made.Dispose());
}
