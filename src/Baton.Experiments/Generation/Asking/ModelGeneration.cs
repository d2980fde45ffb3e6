using System.Security.Cryptography;
using System.Text;
using Baton.Configuration;
using Baton.Experiments.Generation.Planning;
using Baton.Experiments.Generation.Strategies;
using Baton.Experiments.Models;
using Baton.Experiments.Settings;

namespace Baton.Experiments.Generation.Asking;

/// <summary>The llm mode: has a model carry out a plan.</summary>
/// <remarks>
/// What is missing is asked for in calls of <c>batch_size</c> texts, <c>parallel</c> at once; what then is missing still,
/// because calls failed or texts were not accepted, is asked for again, <c>max_attempts</c> times in all.
/// </remarks>
internal sealed class ModelGeneration : IDisposable
{
    private const string Section = "input_generation.llm";

    private readonly ModelTask _task;
    private readonly ModelVoices _voices;
    private readonly ModelVoice _voice;
    private readonly AnswerJournal? _journal;
    private readonly WantedVariations _wanted;
    private readonly TextAcceptance _acceptance;
    private readonly VariationPrompt _prompt;
    private readonly Tally _rejected = new();
    private readonly ModelSpending _before = ModelSpending.None;

    private ModelGeneration(ModelTask task, ModelVoices voices, ModelVoice voice)
    {
        _task = task;
        _voices = voices;
        _voice = voice;
        _prompt = new VariationPrompt(task.Configuration.Settings);
        _wanted = new WantedVariations(task);
        _acceptance = new TextAcceptance(task.Settings.Similarity);
        foreach ((string baseId, string? persona, string text) in task.Batches.Texts)
        {
            _acceptance.Occupy(baseId, persona, text);
        }

        if (task.JournalPath is { } path && _wanted.Total > 0)
        {
            string shown = ShownPath.Of(path, task.Request.Configuration.CurrentDirectory);
            _journal = AnswerJournal.Open(
                path,
                shown,
                Fingerprint(),
                task.Request.Fresh,
                task.Configuration.Redactor.Redact
            );
            Dictionary<int, WantedSlot> slots = _wanted.Slots.ToDictionary(slot => slot.Index);
            foreach (KeptAnswer kept in _journal.Kept)
            {
                _before += kept.Spent;
                foreach ((int slot, IReadOnlyList<string> texts) in kept.Texts)
                {
                    if (slots.TryGetValue(slot, out WantedSlot? wanted))
                    {
                        Take(wanted, texts);
                    }
                }
            }
        }

        Estimate = CallCosts.Of(Calls(), _prompt, voice.Model, _wanted.Made);
    }

    /// <summary>The model's name, <c>provider:model</c>.</summary>
    public string Name => _voice.Model.ToString();

    /// <summary>What the calls that are missing come to.</summary>
    public CallEstimate Estimate { get; }

    /// <summary>Prepares; asks nothing yet.</summary>
    /// <param name="task">What is to be made.</param>
    /// <param name="time">The clock of time-outs, waits and limits.</param>
    /// <param name="handler">What sends the requests; stays the caller's.</param>
    /// <exception cref="ConfigurationException">The model cannot be asked as it is configured, or kept answers are to other questions.</exception>
    public static ModelGeneration Open(ModelTask task, TimeProvider time, HttpMessageHandler? handler)
    {
        SectionErrors errors = new(task.Configuration.Tree, Section);
        ModelVoices voices = new(ModelVoicesOptions.Of(task.Configuration, time) with { Handler = handler });
        try
        {
            ModelVoice? voice = voices.Open(GeneratorModel.Of(task.Configuration.Settings), errors);
            errors.ThrowIfAny();
            return new ModelGeneration(task, voices, voice!);
        }
        catch
        {
            voices.Dispose();
            throw;
        }
    }

    /// <summary>Asks until everything is there or nothing more can be had.</summary>
    /// <param name="shortfalls">Where to say what is missing.</param>
    /// <param name="progress">Is told how far it is, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends it; what was answered stays kept.</param>
    public async Task<(IReadOnlyList<GeneratedVariation> Made, ModelAccount Account)> RunAsync(
        Shortfalls shortfalls,
        IProgress<GenerationProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        CallRounds rounds = new(_task, _voice, _prompt, _wanted, _journal, _before, Take);
        await rounds.RunAsync(Calls, progress, cancellationToken).ConfigureAwait(false);
        foreach (WantedSlot refused in _wanted.Refused)
        {
            shortfalls.Add(refused.Slot, refused.Refusal, 0);
        }

        int missing = 0;
        foreach (WantedSlot slot in _wanted.Missing)
        {
            if (slot.Failed || rounds.StoppedBecause is not null)
            {
                missing += slot.MissingCount;
            }
            else
            {
                shortfalls.AddShort(slot.Slot, slot.Texts.Count, slot.Numbers.Count);
            }
        }

        List<GeneratedVariation> made =
        [
            .. _wanted.Slots.SelectMany(slot =>
                slot.Texts.Select(
                    (text, index) => new GeneratedVariation(slot.Slot, slot.Numbers[index], new VariedText(text))
                )
            ),
        ];
        return (
            made,
            new ModelAccount(
                rounds.Spent.Calls,
                rounds.Failures.MostFirst,
                rounds.Spent.Usage,
                _before.Usage,
                _rejected.MostFirst,
                missing,
                rounds.StoppedBecause
            )
        );
    }

    /// <summary>Drops the kept answers: the file of inputs holds them.</summary>
    public void Forget() => _journal?.Remove();

    /// <inheritdoc/>
    public void Dispose()
    {
        _journal?.Dispose();
        _voices.Dispose();
    }

    private IReadOnlyList<VariationCall> Calls() => VariationCall.For(_wanted.Missing, _task.Settings.BatchSize);

    private void Take(WantedSlot slot, IReadOnlyList<string> texts)
    {
        foreach (string text in texts)
        {
            if (slot.MissingCount == 0)
            {
                return;
            }

            if (_acceptance.Refuse(slot.Slot, text) is { } refusal)
            {
                _rejected.Count(refusal);
                slot.Rejected.Add(text);
            }
            else
            {
                slot.Texts.Add(text);
            }
        }
    }

    private string Fingerprint()
    {
        ExperimentSettings settings = _task.Configuration.Settings;
        StringBuilder all = new(
            $"{Name}\n{settings.VariationTemperature}\n{settings.Seed}\n{_task.Settings.Similarity}\n"
        );
        all.Append(settings.Metadata?["service_context"]?.ToJsonString()).Append('\n');
        foreach (WantedSlot slot in _wanted.Slots)
        {
            all.Append(slot.Slot.IdOf(0)).Append(slot.Slot.Base.Text).AppendJoin(',', slot.Numbers).Append('\n');
        }

        // What the model is told, in the form it is told in.
        foreach (VariationCall call in VariationCall.For(_wanted.Slots, int.MaxValue))
        {
            all.AppendJoin('\n', _prompt.For(call, seed: null).Messages.Select(message => message.Text));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
    }
}
