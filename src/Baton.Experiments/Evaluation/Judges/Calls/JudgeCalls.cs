using Baton.Agents.Providers;
using Baton.Experiments.Models;

namespace Baton.Experiments.Evaluation.Judges.Calls;

/// <summary>Asks a judge's model, each question once: what was answered before, or is being answered, is taken from there.</summary>
/// <remarks>Safe for concurrent use. Scripts are never kept: their answers depend on nothing that is asked.</remarks>
/// <param name="voice">Who is asked.</param>
/// <param name="cache">What was answered.</param>
/// <param name="underWay">What is being answered; shared with the other judges.</param>
internal sealed class JudgeCalls(ModelVoice voice, Lazy<JudgeCache> cache, QuestionsUnderWay underWay)
{
    /// <summary>The model.</summary>
    public ModelName Model => voice.Model;

    /// <summary>Asks.</summary>
    /// <param name="question">The question.</param>
    /// <param name="form">The form of the answer.</param>
    /// <param name="sample">Which repetition of the question, from 0.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ModelVoiceException">The model could not be asked, or kept to another form.</exception>
    /// <exception cref="CallBudgetSpentException">No call is left.</exception>
    public async Task<JudgeAnswer<T>> AskAsync<T>(
        ModelQuestion question,
        JudgeForm<T> form,
        int sample,
        CancellationToken cancellationToken
    )
        where T : class
    {
        if (voice.Model.Provider == ModelName.Scripted)
        {
            ModelAnswer<T> played = await form.AskAsync(voice, question, cancellationToken).ConfigureAwait(false);
            return new JudgeAnswer<T>(played.Value, IsCached: false);
        }

        string key = QuestionKey.Of(voice, question, form.Identity, sample);
        using IDisposable turn = await underWay.EnterAsync(key, cancellationToken).ConfigureAwait(false);
        if (cache.Value.Find(key) is { } kept && form.Read(kept, out _) is { } read)
        {
            return new JudgeAnswer<T>(read, IsCached: true);
        }

        ModelAnswer<T> answer = await form.AskAsync(voice, question, cancellationToken).ConfigureAwait(false);
        cache.Value.Keep(key, voice.Model.ToString(), answer.Reply);
        return new JudgeAnswer<T>(answer.Value, IsCached: false);
    }
}

/// <summary>What a judge's model answered.</summary>
/// <param name="Value">The answer.</param>
/// <param name="IsCached">Whether it was answered before.</param>
internal sealed record JudgeAnswer<T>(T Value, bool IsCached);
