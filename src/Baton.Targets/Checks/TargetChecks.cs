using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Baton.Agents;
using Baton.Targets.Guards;
using Microsoft.Extensions.AI;

namespace Baton.Targets.Checks;

/// <summary>The list of checks, the same for every kind of target, also for those of others.</summary>
public static class TargetChecks
{
    /// <summary>How many conversations are held at once.</summary>
    internal const int AtOnce = 4;

    private const string StartsName = "starts";

    /// <summary>All checks, in the order in which they are made.</summary>
    public static IReadOnlyList<TargetCheck> All { get; } =
    [
        new(StartsName, "It can be reached before the first run, and says why not.", StartsAsync),
        new("answers", "A message gets an answer that is not empty.", AnswersAsync),
        new("streams", "The answer comes in pieces.", StreamsAsync),
        new("reports_errors", "A failure of the agent is an error with a kind and a message.", ReportsErrorsAsync),
        new("honours_guards", "It stops where `guards` say, and goes on with the next run.", HonoursGuardsAsync),
        new("survives_two_turns", "A conversation has a second turn.", SurvivesTwoTurnsAsync),
        new("serves_several_at_once", $"{AtOnce} conversations at once all get answers.", ServesSeveralAsync),
        new("stops_cleanly", "A turn that is cancelled ends, and the next run gets an answer.", StopsCleanlyAsync),
    ];

    /// <summary>Makes checks, one after the other, and tells each result as it is there.</summary>
    /// <param name="subject">What is checked.</param>
    /// <param name="checks">Which checks. Default: all.</param>
    /// <param name="cancellationToken">Ends them.</param>
    /// <remarks>Where the target does not start, nothing else is tried. A check that breaks is a target that does not fit.</remarks>
    public static async IAsyncEnumerable<CheckResult> RunAsync(
        CheckSubject subject,
        IReadOnlyList<TargetCheck>? checks = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        bool isThere = true;
        foreach (TargetCheck check in checks ?? All)
        {
            long started = subject.TimeProvider.GetTimestamp();
            CheckVerdict verdict = isThere
                ? await TryAsync(check, subject, cancellationToken).ConfigureAwait(false)
                : CheckVerdict.NotTried("the target does not start");
            isThere &= check.Name != StartsName || verdict.State == CheckState.Fits;
            yield return new CheckResult(check, verdict, subject.TimeProvider.GetElapsedTime(started));
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever a target throws is what the check is there to find")]
    private static async Task<CheckVerdict> TryAsync(
        TargetCheck check,
        CheckSubject subject,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await check.Run(subject, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            return CheckVerdict.Broken($"threw {error.GetType().Name}: {error.Message}");
        }
    }

    private static async Task<CheckVerdict> StartsAsync(CheckSubject subject, CancellationToken cancellationToken)
    {
        ITarget target = subject.Create(null);
        await using (target.ConfigureAwait(false))
        {
            return await target.ProbeAsync(cancellationToken).ConfigureAwait(false) is { } problem
                ? CheckVerdict.Broken($"{problem.Kind}: {problem.Message}")
                : CheckVerdict.Fits(target.Name);
        }
    }

    private static async Task<CheckVerdict> AnswersAsync(CheckSubject subject, CancellationToken cancellationToken)
    {
        WatchedTurn turn = await AskAsync(subject, guards: null, cancellationToken).ConfigureAwait(false);
        return turn.Answer is { } answer
            ? CheckVerdict.Fits($"{answer.Length} characters in {Shown(turn.Duration)}")
            : CheckVerdict.Broken(turn.Problem);
    }

    private static async Task<CheckVerdict> StreamsAsync(CheckSubject subject, CancellationToken cancellationToken)
    {
        WatchedTurn turn = await AskAsync(subject, guards: null, cancellationToken).ConfigureAwait(false);
        return turn switch
        {
            { Answer: null } => CheckVerdict.Broken(turn.Problem),
            { Pieces: 0 } => CheckVerdict.NotTried("the answer comes whole"),
            { Pieces: 1 } => CheckVerdict.NotTried("the answer comes in one piece"),
            _ => CheckVerdict.Fits(
                $"{turn.Pieces} pieces, the first after {Shown(turn.FirstPiece!.Value)} of {Shown(turn.Duration)}"
            ),
        };
    }

    private static async Task<CheckVerdict> ReportsErrorsAsync(
        CheckSubject subject,
        CancellationToken cancellationToken
    )
    {
        if (subject.FailingInput is not { } input)
        {
            return CheckVerdict.NotTried("no input is known at which it fails; name one with `--failing-input`");
        }

        WatchedTurn turn = await AskAsync(subject with { Input = input }, guards: null, cancellationToken)
            .ConfigureAwait(false);
        return turn switch
        {
            { WentOn: true } => CheckVerdict.Broken(turn.Problem),
            { Outcome: ErrorEvent { Error: { Message.Length: > 0 } error } } => CheckVerdict.Fits(
                $"{error.Kind}: {error.Message}"
            ),
            { Outcome: FinalEvent } => CheckVerdict.Broken("the agent answered; its failure did not arrive"),
            _ => CheckVerdict.Broken(turn.Problem),
        };
    }

    private static async Task<CheckVerdict> HonoursGuardsAsync(
        CheckSubject subject,
        CancellationToken cancellationToken
    )
    {
        WatchedTurn cut = await AskAsync(subject, new GuardOptions { OutputCharLimit = 1 }, cancellationToken)
            .ConfigureAwait(false);
        if (cut is { Outcome: FinalEvent { Output.Length: 1 } })
        {
            return CheckVerdict.NotTried("the answer is no longer than the least bound; give another `--input`");
        }

        if (cut.Outcome is not LimitEvent { Limit: "output_char_limit" } || cut.Text.Length > 1)
        {
            return CheckVerdict.Broken($"`output_char_limit: 1` was not kept: {cut.Problem}");
        }

        // The guard may come too late for an agent that answers at once; both ends are right.
        WatchedTurn late = await AskAsync(
                subject,
                new GuardOptions { MaxDuration = TimeSpan.FromMilliseconds(1) },
                cancellationToken
            )
            .ConfigureAwait(false);
        if (late is { Answer: null, Outcome: not LimitEvent { Limit: "max_duration" } })
        {
            return CheckVerdict.Broken($"`max_duration: 1ms` was not kept: {late.Problem}");
        }

        return late.Duration > subject.StopTime
            ? CheckVerdict.Broken($"`max_duration: 1ms` took {Shown(late.Duration)} to stop the agent")
            : CheckVerdict.Fits($"stopped at a character and at a millisecond, the latter in {Shown(late.Duration)}");
    }

    private static async Task<CheckVerdict> SurvivesTwoTurnsAsync(
        CheckSubject subject,
        CancellationToken cancellationToken
    )
    {
        ITarget target = subject.Create(null);
        await using ConfiguredAsyncDisposable ending = target.ConfigureAwait(false);
        IConversation conversation = CheckSubject.Converse(target);
        await using ConfiguredAsyncDisposable leaving = conversation.ConfigureAwait(false);
        WatchedTurn first = await TakeAsync(conversation, subject, cancellationToken).ConfigureAwait(false);
        if (first.Answer is not { } answer)
        {
            return CheckVerdict.Broken($"first turn: {first.Problem}");
        }

        WatchedTurn second = await WatchedTurn
            .TakeAsync(
                conversation,
                subject.Input,
                subject.TimeProvider,
                cancellationToken,
                number: 2,
                [new ChatMessage(ChatRole.User, subject.Input), new ChatMessage(ChatRole.Assistant, answer)]
            )
            .ConfigureAwait(false);
        return second.Answer is null
            ? CheckVerdict.Broken($"second turn: {second.Problem}")
            : CheckVerdict.Fits($"{Shown(first.Duration)} and {Shown(second.Duration)}");
    }

    private static async Task<CheckVerdict> ServesSeveralAsync(
        CheckSubject subject,
        CancellationToken cancellationToken
    )
    {
        ITarget target = subject.Create(null);
        await using ConfiguredAsyncDisposable ending = target.ConfigureAwait(false);
        long started = subject.TimeProvider.GetTimestamp();
        WatchedTurn[] turns = await Task.WhenAll(
                Enumerable.Range(1, AtOnce).Select(number => AskAsync(target, subject, cancellationToken, number))
            )
            .ConfigureAwait(false);
        WatchedTurn[] failed = [.. turns.Where(turn => turn.Answer is null)];
        return failed.Length > 0
            ? CheckVerdict.Broken($"{failed.Length} of {AtOnce} failed; the first: {failed[0].Problem}")
            : CheckVerdict.Fits($"{AtOnce} in {Shown(subject.TimeProvider.GetElapsedTime(started))}");
    }

    private static async Task<CheckVerdict> StopsCleanlyAsync(CheckSubject subject, CancellationToken cancellationToken)
    {
        TimeProvider time = subject.TimeProvider;
        ITarget target = subject.Create(null);
        await using ConfiguredAsyncDisposable ending = target.ConfigureAwait(false);
        WatchedTurn whole = await AskAsync(target, subject, cancellationToken).ConfigureAwait(false);
        if (whole.Answer is null)
        {
            return CheckVerdict.Broken(whole.Problem);
        }

        using CancellationTokenSource cancel = new(whole.Duration / 2, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            cancel.Token,
            cancellationToken
        );
        long started = time.GetTimestamp();
        try
        {
            await AskAsync(target, subject, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // As promised; an answer that came before is right, too.
        }

        TimeSpan took = time.GetElapsedTime(started) - (whole.Duration / 2);
        WatchedTurn next = await AskAsync(target, subject, cancellationToken).ConfigureAwait(false);
        return next.Answer is null ? CheckVerdict.Broken($"the run after a cancelled one: {next.Problem}")
            : took > subject.StopTime ? CheckVerdict.Broken($"a cancelled turn took {Shown(took)} to end")
            : CheckVerdict.Fits("cancelled half-way, and the next run got its answer");
    }

    private static async Task<WatchedTurn> AskAsync(
        CheckSubject subject,
        GuardOptions? guards,
        CancellationToken cancellationToken
    )
    {
        ITarget target = subject.Create(guards);
        await using (target.ConfigureAwait(false))
        {
            return await AskAsync(target, subject, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<WatchedTurn> AskAsync(
        ITarget target,
        CheckSubject subject,
        CancellationToken cancellationToken,
        int number = 1
    )
    {
        IConversation conversation = CheckSubject.Converse(target, $"check-{number}");
        await using (conversation.ConfigureAwait(false))
        {
            return await TakeAsync(conversation, subject, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Task<WatchedTurn> TakeAsync(
        IConversation conversation,
        CheckSubject subject,
        CancellationToken cancellationToken
    ) => WatchedTurn.TakeAsync(conversation, subject.Input, subject.TimeProvider, cancellationToken);

    private static string Shown(TimeSpan time) =>
        time < TimeSpan.FromSeconds(1) ? $"{time.TotalMilliseconds:0} ms" : $"{time.TotalSeconds:0.0} s";
}
