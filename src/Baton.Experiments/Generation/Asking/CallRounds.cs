using Baton.Agents;
using Baton.Experiments.Models;

namespace Baton.Experiments.Generation.Asking;

/// <summary>Makes the calls, round by round, until nothing is missing or the rounds are used up.</summary>
internal sealed class CallRounds(
    ModelTask task,
    ModelVoice voice,
    VariationPrompt prompt,
    WantedVariations wanted,
    AnswerJournal? journal,
    ModelSpending before,
    Action<WantedSlot, IReadOnlyList<string>> take
)
{
    // So many failures without a single answer, and the others would fare no better.
    private const int HopelessFailures = 5;

    // Guards everything that calls change when they end.
    private readonly Lock _gate = new();

    private int _done;
    private int _planned;
    private int _answers;
    private int _number;

    /// <summary>What was spent.</summary>
    public ModelSpending Spent { get; private set; } = ModelSpending.None;

    /// <summary>Why calls failed.</summary>
    public Tally Failures { get; } = new();

    /// <summary>Why no further calls were made, or <see langword="null"/>.</summary>
    public string? StoppedBecause { get; private set; }

    /// <summary>Makes the calls.</summary>
    /// <param name="missing">The calls for what is missing now.</param>
    /// <param name="progress">Is told after every call, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(
        Func<IReadOnlyList<VariationCall>> missing,
        IProgress<GenerationProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        for (int round = 0; round < task.Settings.MaxAttempts && StoppedBecause is null; round++)
        {
            IReadOnlyList<VariationCall> calls = missing();
            if (calls.Count == 0)
            {
                return;
            }

            _planned += calls.Count;
            ParallelOptions options = new()
            {
                MaxDegreeOfParallelism = task.Settings.Parallel,
                CancellationToken = cancellationToken,
            };
            // The questions are put while nothing runs: they name the texts there are.
            (VariationCall Call, ModelQuestion Question)[] questions =
            [
                .. calls.Select(call => (call, prompt.For(call, task.Configuration.Settings.Seed + _number++))),
            ];
            await Parallel
                .ForEachAsync(
                    questions,
                    options,
                    async (question, cancelled) =>
                        await AskAsync(question.Call, question.Question, progress, cancelled).ConfigureAwait(false)
                )
                .ConfigureAwait(false);
        }
    }

    private async Task AskAsync(
        VariationCall call,
        ModelQuestion question,
        IProgress<GenerationProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        if (IsStopped())
        {
            return;
        }

        ModelAnswer<VariationAnswer>? answer = null;
        ModelVoiceException? failure = null;
        try
        {
            answer = await voice
                .AskAsync(question, VariationForm.For(call.Items.Count), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (ModelVoiceException exception)
        {
            failure = exception;
        }

        // What was answered is kept even when somebody asks to stop at this moment: it is paid for.
        lock (_gate)
        {
            _done++;
            if (answer is not null)
            {
                Take(call, answer);
            }
            else
            {
                Fail(call, failure!);
            }

            progress?.Report(new GenerationProgress(_done, _planned, wanted.Made, wanted.Total, Failures.Total));
        }
    }

    private void Take(VariationCall call, ModelAnswer<VariationAnswer> answer)
    {
        _answers++;
        Spent += answer.Spent;
        List<(WantedSlot Slot, IReadOnlyList<string> Texts)> found =
        [
            .. call.Items.Select(
                (item, index) =>
                    (item.Slot, answer.Value.Texts.GetValueOrDefault(index + 1) ?? (IReadOnlyList<string>)[])
            ),
        ];
        journal?.Keep(
            [.. found.Where(item => item.Texts.Count > 0).Select(item => (item.Slot.Index, item.Texts))],
            answer.Spent
        );
        foreach ((WantedSlot slot, IReadOnlyList<string> texts) in found)
        {
            slot.Failed = false;
            take(slot, texts);
        }
    }

    private void Fail(VariationCall call, ModelVoiceException failure)
    {
        Spent += failure.Spent;
        Failures.Count(failure.Message);
        if (failure.Spent.Usage is not null)
        {
            journal?.Keep([], failure.Spent);
        }

        foreach ((WantedSlot slot, _) in call.Items)
        {
            slot.Failed = true;
        }

        if (ErrorKind.IsUnreachable(failure.Kind) || (_answers == 0 && Failures.Total >= HopelessFailures))
        {
            StoppedBecause ??= "the model cannot be asked";
        }
    }

    private bool IsStopped()
    {
        lock (_gate)
        {
            decimal cost = (before.Usage?.Cost ?? 0) + (Spent.Usage?.Cost ?? 0);
            if (task.Settings.MaxCost is { } most && cost >= most)
            {
                StoppedBecause ??= $"`input_generation.llm.max_cost` of ${most} is reached";
            }

            return StoppedBecause is not null;
        }
    }
}
