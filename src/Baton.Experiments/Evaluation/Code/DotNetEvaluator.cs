using System.Reflection;
using Baton.Agents;
using Baton.Configuration;
using Baton.Experiments.Evaluation.Settings;
using Baton.Targets;
using Baton.Targets.DotNet;

namespace Baton.Experiments.Evaluation.Code;

/// <summary>Asks a class of the user's about each trace. What it prints is kept off the tool's output.</summary>
/// <param name="settings">The class.</param>
/// <param name="projectDirectory">The folder that the assembly's path starts from.</param>
internal sealed class DotNetEvaluator(DotNetEvaluatorSettings settings, string projectDirectory)
    : IEvaluator,
        IStartable,
        IAsyncDisposable
{
    private static readonly Assembly[] Shared =
    [
        typeof(IEvaluator).Assembly,
        typeof(ITarget).Assembly,
        typeof(BatonException).Assembly,
        typeof(ConfigurationException).Assembly,
    ];

    private readonly CallThreads _threads = new($"baton evaluator {settings.Name}");
    private IDisposable? _listening;
    private LoadedAssembly? _loaded;
    private IEvaluator? _evaluator;

    /// <inheritdoc/>
    public string Name => settings.Name;

    /// <inheritdoc/>
    public ValueTask<string?> StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _listening ??= ConsoleCapture.Listen();
            _loaded ??= LoadedAssembly.Load(Path.GetFullPath(settings.Assembly, projectDirectory), Shared);
            _evaluator ??= EvaluatorClass.Create(_loaded.Assembly, settings);
            return ValueTask.FromResult<string?>(null);
        }
        catch (DotNetLoadException broken)
        {
            return ValueTask.FromResult<string?>(broken.Message);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Score> EvaluateAsync(EvaluatedTrace trace, CancellationToken cancellationToken)
    {
        if (_evaluator is not { } evaluator)
        {
            return CodeVerdict.Error(Name, "its assembly is not loaded");
        }

        // Code that blocks or never returns must not hold a thread Baton works on, nor the evaluation.
        Task<Score> judging = await _threads
            .RunAsync(() =>
            {
                ConsoleCapture.Into(new PrintedLines((_, _) => { }));
                return evaluator.EvaluateAsync(trace, cancellationToken).AsTask();
            })
            .WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        Score? score = await judging.WaitAsync(cancellationToken).ConfigureAwait(false);
        return score switch
        {
            null => CodeVerdict.Error(Name, "it returned null"),
            { Status: ScoreStatus.Pass or ScoreStatus.Fail, Value: not (>= 0 and <= 1) } => CodeVerdict.Error(
                Name,
                $"its score has the value {score.Value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}; a verdict needs one from 0 to 1"
            ),
            _ => score with { Evaluator = Name },
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        switch (_evaluator)
        {
            case IAsyncDisposable live:
                await live.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable live:
                live.Dispose();
                break;
            default:
                break;
        }

        _evaluator = null;
        _threads.Dispose();
        _loaded?.Unload();
        _listening?.Dispose();
    }
}
