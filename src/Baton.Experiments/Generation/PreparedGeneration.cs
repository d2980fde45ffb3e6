using Baton.Configuration;
using Baton.Experiments.Generation.Asking;
using Baton.Experiments.Generation.Output;
using Baton.Experiments.Generation.Planning;
using Baton.Experiments.Inputs;
using Baton.Experiments.Planning;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation;

/// <summary>
/// Inputs that are about to be generated: the configuration and the base inputs were read and checked; nothing was asked or
/// written yet. Can be carried out once.
/// </summary>
public sealed class PreparedGeneration : IDisposable
{
    private static readonly VariationStrategy[] UsualStrategies =
    [
        VariationStrategy.Rephrase,
        VariationStrategy.Verbose,
        VariationStrategy.Concise,
        VariationStrategy.Typo,
    ];

    private readonly GenerationRequest _request;
    private readonly LoadedConfiguration _configuration;
    private readonly VariationPlan _plan;
    private readonly GenerationOutput _output;
    private readonly EarlierBatches _batches;
    private readonly ModelGeneration? _model;
    private readonly List<string> _warnings = [];

    private PreparedGeneration(
        GenerationRequest request,
        LoadedConfiguration configuration,
        GenerationOutput output,
        TimeProvider time,
        HttpMessageHandler? handler
    )
    {
        _request = request;
        _configuration = configuration;
        _output = output;
        ExperimentSettings settings = configuration.Settings;
        PlanRequest planned = PlanRequest.From(configuration) with
        {
            // Who converses later does not matter for who says the first message.
            Settings = settings with
            {
                MultiTurn = new MultiTurnSettings(),
            },
            CurrentDirectory = request.Configuration.CurrentDirectory,
            InputsPath = request.InputsPath,
            Personas = request.Personas,
        };
        IReadOnlyList<ExperimentInput> inputs = BaseInputs.Read(planned, Redactor.Redact, _warnings);
        PersonaSelection personas = new(planned);
        ConfigurationErrors errors = new();
        string[] named = [.. inputs.Select(input => input.Persona).OfType<string>().Distinct(StringComparer.Ordinal)];
        _warnings.AddRange(personas.Check(named, errors));
        CheckFormat(inputs, errors);
        IReadOnlyList<VariationStrategy> strategies = Strategies(errors);
        errors.ThrowIfAny();
        _plan = new VariationPlan(inputs, personas, strategies, settings.VariationCount, Seed);
        _batches =
            request.Limit is not null && request.GoOn && output.Path is not null
                ? EarlierBatches.Beside(output.Path, request.Configuration.CurrentDirectory)
                : EarlierBatches.None;
        _model =
            settings.InputGeneration.Mode == InputGenerationMode.Llm
                ? ModelGeneration.Open(
                    new ModelTask(configuration, _plan, _batches, request, output.Path),
                    time,
                    handler
                )
                : null;
        Plan = Summarise(strategies);
    }

    /// <summary>What is going to be generated.</summary>
    public GenerationPlanSummary Plan { get; }

    /// <summary>What is odd but usable, one sentence each.</summary>
    public IReadOnlyList<string> Warnings => [.. _configuration.Warnings, .. _warnings];

    /// <summary>Takes secrets out of text that is shown.</summary>
    public SecretRedactor Redactor => _configuration.Redactor;

    /// <summary>The file of inputs that an experiment of this project reads when none is named.</summary>
    public string UsualInputsFile => _configuration.Settings.InputsFile ?? InputFiles.DefaultPath;

    private int Seed => _configuration.Settings.Seed ?? 0;

    /// <summary>Reads and checks everything that inputs are made from.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="time">The clock of calls to a model.</param>
    /// <param name="handler">What sends the requests; stays the caller's. Default: pooled connections.</param>
    /// <exception cref="ConfigurationException">Something is wrong with it; the exception carries every error found.</exception>
    public static PreparedGeneration Create(
        GenerationRequest request,
        TimeProvider time,
        HttpMessageHandler? handler = null
    )
    {
        LoadedConfiguration configuration = ConfigurationLoader.Load(request.Configuration);
        ConfigurationErrors errors = new();
        if (request.Limit < 1)
        {
            errors.Add(new ConfigurationPlace("--limit"), "", $"must be at least 1, not {request.Limit}");
        }

        if (request.Personas is { Count: 0 })
        {
            errors.Add(
                new ConfigurationPlace("--personas"),
                "",
                "names no persona; write for example `--personas novice,expert`"
            );
        }

        GenerationOutput? output = GenerationOutput.Of(request, configuration, errors);
        errors.ThrowIfAny();
        return new PreparedGeneration(request, configuration, output!, time, handler);
    }

    /// <summary>Makes the inputs and writes the file.</summary>
    /// <param name="standardOutput">Where the inputs go when the output is <see cref="GenerationRequest.StandardOutput"/>.</param>
    /// <param name="asJson">Whether standard output gets JSON instead of YAML.</param>
    /// <param name="progress">Is told how far a model is; called one at a time. Default: nobody.</param>
    /// <param name="cancellationToken">Ends it; answers of a model stay kept for the next run.</param>
    /// <exception cref="GenerationException">Nothing could be made, or the file cannot be written.</exception>
    public async Task<GenerationResult> RunAsync(
        TextWriter standardOutput,
        bool asJson,
        IProgress<GenerationProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        Shortfalls shortfalls = new(_configuration.Settings.VariationCount);
        long limit = _request.Limit ?? long.MaxValue;
        IReadOnlyList<GeneratedVariation> made;
        ModelAccount? account = null;
        if (_model is not null)
        {
            (made, account) = await _model.RunAsync(shortfalls, progress, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            made = new RuleGeneration(_plan, _configuration.Settings.InputGeneration, Seed).Run(
                limit,
                _batches,
                shortfalls,
                cancellationToken
            );
        }

        bool isWhole = account is null or { MissingForFailures: 0 };
        bool isWritten = made.Count > 0 && (isWhole || _request.AcceptPartial);
        if (made.Count == 0 && isWhole)
        {
            throw new GenerationException(Nothing(shortfalls));
        }

        if (isWritten)
        {
            Write(made, standardOutput, asJson);
            _model?.Forget();
        }

        return new GenerationResult
        {
            Count = made.Count,
            ByStrategy =
            [
                .. Plan.Strategies.Select(word =>
                    (word, made.Count(variation => VariationWords.Of(variation.Slot.Strategy) == word))
                ),
            ],
            Shortfalls = shortfalls.Sentences,
            IsWritten = isWritten,
            Model = account,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _model?.Dispose();

    private void Write(IReadOnlyList<GeneratedVariation> made, TextWriter standardOutput, bool asJson)
    {
        string? batch = _request.Limit is null || _output.Path is null ? null : _output.BatchName;
        ExperimentInput[] entries = [.. made.Select(variation => VariationFacts.ToEntry(variation, Plan.Mode, batch))];
        GenerationOutput output = asJson && _output.Path is null ? _output with { Format = InputFormat.Json } : _output;
        output.Write(entries, new InputWriter(FileHead.Of(Plan, entries.Length), Redactor.Redact), standardOutput);
    }

    private IReadOnlyList<VariationStrategy> Strategies(ConfigurationErrors errors)
    {
        IReadOnlyList<VariationStrategy> written = _configuration.Settings.VariationStrategies;
        if (written.Contains(VariationStrategy.Custom) && _configuration.Settings.InputGeneration.Custom.Count == 0)
        {
            errors.Add(
                _configuration.Tree.Place,
                "input_generation.custom",
                "strategy `custom` needs a description: `custom:` with one `- {name: …, templates: […]}` (or `replace`, or `prompt`) each"
            );
        }

        return written.Count == 0 ? UsualStrategies : [.. written.Distinct()];
    }

    private void CheckFormat(IReadOnlyList<ExperimentInput> inputs, ConfigurationErrors errors)
    {
        ExperimentInput? scripted =
            _output.Format == InputFormat.Csv
                ? inputs.FirstOrDefault(input =>
                    input.Turns.Count + input.Approvals.Count > 0
                    || input.Expect is not null
                    || input.Scenario is not null
                    || input.Notes is not null
                    || !input.SimulateAfterTurns
                )
                : null;
        if (scripted is not null)
        {
            errors.Add(
                new ConfigurationPlace("--output"),
                "",
                $"CSV cannot hold the `turns`, `approvals`, `expect`, `scenario` and `notes` of `{scripted.Id}`; write .yaml, .json or .jsonl"
            );
        }
    }

    private GenerationPlanSummary Summarise(IReadOnlyList<VariationStrategy> strategies)
    {
        long all = _batches.Count > 0 ? long.MaxValue : _plan.Total;
        return new GenerationPlanSummary(
            _model?.Name ?? "deterministic",
            _plan.BaseCount,
            _plan.Slots.Select(slot => slot.Persona?.Name).OfType<string>().Distinct(StringComparer.Ordinal).Count(),
            [.. strategies.Select(VariationWords.Of)],
            _configuration.Settings.VariationCount,
            Math.Min(all, _request.Limit ?? long.MaxValue),
            _output.ShownAs,
            Seed,
            _batches.Files,
            _model?.Estimate
        );
    }

    private string Nothing(Shortfalls shortfalls) =>
        _batches.Count > 0
            ? $"there is nothing left to make: earlier batches ({string.Join(", ", _batches.Files)}) hold it all; "
                + "add base inputs or strategies, or make a batch from the beginning with `--from-start`"
            : $"nothing could be made: {string.Join("; ", shortfalls.Sentences)}";
}
