using System.Security.Cryptography;
using System.Text;
using Baton.Configuration;
using Baton.Experiments.Inputs;
using Baton.Experiments.Personas;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Planning;

/// <summary>The runs of an experiment: inputs, then personas, then iterations. Immutable; safe for concurrent use.</summary>
public sealed class RunPlan : IRunPlan
{
    private readonly IInputSource _source;
    private readonly PersonaSelection _selection;
    private readonly int _iterations;
    private readonly BadLine _onBadLine;
    private readonly InputTemplate _template;

    private RunPlan(PlanRequest request, IInputSource source, PersonaSelection selection, InputSurvey survey)
    {
        _source = source;
        _selection = selection;
        _iterations = request.Settings.Iterations;
        _onBadLine = request.Settings.Inputs.OnBadLine;
        _template = new InputTemplate(request.Settings.InputTemplate);
        InputCount = survey.InputCount;
        PersonaCount = survey.Personas.Count;
        TotalRuns = checked(survey.RunCount * _iterations);
        DatasetHash = survey.DatasetHash;
        PlanHash = Hash([DatasetHash, $"{_iterations}", .. selection.SelectedNames]);
    }

    /// <inheritdoc/>
    public long InputCount { get; }

    /// <inheritdoc/>
    public long SkippedInputs { get; private init; }

    /// <inheritdoc/>
    public int PersonaCount { get; }

    /// <inheritdoc/>
    public long TotalRuns { get; }

    /// <inheritdoc/>
    public string DatasetHash { get; }

    /// <summary>
    /// SHA-256, as lower-case hexadecimal, over what makes the runs: the inputs that take part, the selected personas and
    /// the iterations. Equal hashes mean equal keys and indexes, so that an experiment can be resumed.
    /// </summary>
    public string PlanHash { get; }

    /// <summary>Where the inputs come from: the file as the user would type it, or <c>base_inputs</c>.</summary>
    public string InputsShownAs => _source.ShownAs;

    /// <summary>Whose entries the inputs are.</summary>
    public DatasetFormat InputsFormat => _source.Format;

    /// <summary>What is odd but usable, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>Reads the inputs once, checks them and counts the runs.</summary>
    /// <param name="request">What the plan is made from.</param>
    /// <exception cref="ConfigurationException">The inputs or the selection of personas are wrong; it carries every error.</exception>
    public static RunPlan Create(PlanRequest request)
    {
        ConfigurationErrors errors = new();
        CheckOptions(request, errors);
        IInputSource? source = InputFiles.Open(request, errors);
        errors.ThrowIfAny();
        PersonaSelection selection = new(request);
        InputFindings findings = new(request.Settings.Inputs.OnBadLine);
        InputSurvey survey = InputSurvey.Of(source!, selection, request.Limit ?? long.MaxValue, findings);
        findings.ThrowIfAny(source!.ShownAs);
        List<string> warnings =
        [
            .. findings.Warnings,
            .. SkippedLines(source, findings),
            .. UnplayedScenarios(request, survey),
            .. selection.Check(survey.NamedPersonas, errors),
        ];
        if (errors.IsEmpty && survey.InputCount == 0)
        {
            string names = string.Join(", ", request.Personas!.Select(name => $"`{name}`"));
            errors.Add(
                new ConfigurationPlace("--personas"),
                "",
                $"no entry of `{source.ShownAs}` runs as {names}; choose others, or leave the option away"
            );
        }

        errors.ThrowIfAny();
        return new RunPlan(request, source, selection, survey)
        {
            SkippedInputs = findings.Skipped,
            Warnings = warnings,
        };
    }

    /// <inheritdoc/>
    /// <exception cref="ConfigurationException">The inputs are no longer what they were when the plan was made.</exception>
    public IAsyncEnumerable<PlannedRun> ReadAsync(CancellationToken cancellationToken) =>
        Read(cancellationToken).ToAsyncEnumerable();

    /// <summary>The same as <see cref="ReadAsync"/>, which waits for nothing.</summary>
    internal IEnumerable<PlannedRun> Read(CancellationToken cancellationToken)
    {
        InputFindings findings = new(_onBadLine);
        long inputs = 0;
        long index = 0;
        foreach (LocatedInput located in _source.Read(findings))
        {
            cancellationToken.ThrowIfCancellationRequested();
            findings.ThrowIfAny(_source.ShownAs);
            if (!_selection.Includes(located.Input))
            {
                continue;
            }

            foreach (Persona? persona in _selection.For(located.Input))
            {
                string prefix = $"{located.Input.Id}/{persona?.Name ?? "-"}/";
                for (int iteration = 0; iteration < _iterations; iteration++)
                {
                    string key = $"{prefix}{iteration}";
                    ExperimentInput input = _template.Apply(located.Input, persona, iteration, key);
                    yield return new PlannedRun(index++, key, input, persona, iteration);
                }
            }

            if (++inputs == InputCount)
            {
                yield break;
            }
        }

        findings.ThrowIfAny(_source.ShownAs);
        findings.Add(
            new ConfigurationPlace(_source.ShownAs),
            "",
            $"changed during the experiment: {inputs} inputs where there were {InputCount}; leave the file alone while runs are made from it"
        );
        findings.ThrowIfAny(_source.ShownAs);
    }

    private static IEnumerable<string> UnplayedScenarios(PlanRequest request, InputSurvey survey)
    {
        MultiTurnSettings conversations = request.Settings.MultiTurn;
        string inputs = survey.ScenarioCount == 1 ? "1 input has" : $"{survey.ScenarioCount} inputs have";
        if (survey.ScenarioCount > 0 && !conversations.Enabled)
        {
            yield return $"{inputs} a `scenario`, which only a simulated user plays; turn on `multi_turn.enabled` (`--multi-turn`)";
        }
        else if (survey.ScenarioCount > 0 && conversations.Supervisor.Provider == SupervisorProvider.Mock)
        {
            yield return $"{inputs} a `scenario`, which the supervisor `mock` does not play: it says its own script";
        }
    }

    private static IEnumerable<string> SkippedLines(IInputSource source, InputFindings findings)
    {
        if (findings.Skipped > 0)
        {
            string entries = findings.Skipped == 1 ? "1 entry was" : $"{findings.Skipped} entries were";
            yield return $"{entries} skipped in `{source.ShownAs}` (`inputs.on_bad_line: skip`)";
        }
    }

    private static void CheckOptions(PlanRequest request, ConfigurationErrors errors)
    {
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
    }

    private static string Hash(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
}
