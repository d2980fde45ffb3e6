using Baton.Agents.Providers;
using Baton.Agents.Providers.Limits;
using Baton.Experiments.Settings;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Models;

/// <summary>Makes voices of models. Those of one model share its limit; all share connections. Safe for concurrent use.</summary>
/// <remarks>The voices live as long as this, and need no disposing themselves.</remarks>
internal sealed class ModelVoices : IDisposable
{
    private readonly ModelVoicesOptions _options;
    private readonly ModelClientFactory _clients;
    private readonly Dictionary<string, ModelRateLimiter> _limiters = new(StringComparer.Ordinal);

    // Guards the limiters.
    private readonly Lock _gate = new();

    /// <summary>Prepares; connects to nothing.</summary>
    public ModelVoices(ModelVoicesOptions options)
    {
        _options = options;
        _clients = new ModelClientFactory(options.TimeProvider, new Random(options.Seed), options.Handler);
    }

    /// <summary>Makes a voice.</summary>
    /// <param name="settings">Which model, and how.</param>
    /// <param name="errors">Where to say what is wrong with the settings.</param>
    /// <param name="around">What each call goes through, limits included; nothing by default.</param>
    /// <returns>The voice; <see langword="null"/> when something is wrong.</returns>
    public ModelVoice? Open(
        ModelVoiceSettings settings,
        SectionErrors errors,
        Func<IChatClient, IChatClient>? around = null
    )
    {
        int before = errors.Found.Count;
        ModelConnection? connection = new ModelSettingsCheck(_options.Variables).Read(settings, errors);
        if (connection is null || errors.Found.Count > before)
        {
            return null;
        }

        IChatClient client;
        try
        {
            client = _clients.Create(InProject(connection));
        }
        catch (ModelConfigurationException exception)
        {
            errors.Add("model", exception.Message);
            return null;
        }
        catch (ArgumentException exception)
        {
            // An Ollama host has forms of its own.
            errors.Add("base_url", exception.Message);
            return null;
        }

        if (LimiterOf(connection.Name) is { } limiter)
        {
            client = new RateLimitedChatClient(client, limiter);
        }

        return new ModelVoice(around is null ? client : around(client), connection.Name, settings, connection.BaseUrl);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _clients.Dispose();
        lock (_gate)
        {
            foreach (ModelRateLimiter limiter in _limiters.Values)
            {
                limiter.Dispose();
            }
        }
    }

    // The path of a script counts from the project's folder.
    private ModelConnection InProject(ModelConnection connection) =>
        connection.Name.Provider == ModelName.Scripted
            ? connection with
            {
                Name = connection.Name with
                {
                    Model = Path.GetFullPath(connection.Name.Model, _options.ProjectDirectory),
                },
            }
            : connection;

    private ModelRateLimiter? LimiterOf(ModelName model)
    {
        string name = model.ToString();
        if (!_options.Limits.TryGetValue(name, out ModelLimit? limit))
        {
            return null;
        }

        lock (_gate)
        {
            if (!_limiters.TryGetValue(name, out ModelRateLimiter? limiter))
            {
                limiter = new ModelRateLimiter(
                    new ModelRateLimit(limit.Concurrent, limit.Rpm, limit.Tpm),
                    _options.TimeProvider
                );
                _limiters.Add(name, limiter);
            }

            return limiter;
        }
    }
}

/// <summary>What voices are made with.</summary>
internal sealed record ModelVoicesOptions
{
    /// <summary>Environment variables, where keys and servers are looked for.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The clock of time-outs, waits and limits.</summary>
    public required TimeProvider TimeProvider { get; init; }

    /// <summary>Limits by model, keyed <c>provider:model</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, ModelLimit> Limits { get; init; } = new Dictionary<string, ModelLimit>();

    /// <summary>The folder from which the paths of scripts count. Default: the current one.</summary>
    public string ProjectDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>The seed of the waits between attempts. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>What sends the requests; stays the caller's. Default: pooled connections.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>What a loaded configuration says about asking models.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="time">The clock.</param>
    public static ModelVoicesOptions Of(LoadedConfiguration configuration, TimeProvider time) =>
        new()
        {
            Variables = configuration.Variables,
            TimeProvider = time,
            Limits = configuration.Settings.Limits.Models,
            ProjectDirectory = configuration.ProjectDirectory,
            Seed = configuration.Settings.Seed ?? 0,
        };
}
