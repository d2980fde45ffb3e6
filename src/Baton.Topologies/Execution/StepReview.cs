using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Baton.Topologies.Capabilities;
using Baton.Topologies.Store;

namespace Baton.Topologies.Execution;

/// <summary>
/// A step with the people who have a say in it: before its agent is asked, and before others get its answer. Nothing here
/// happens inside a step, so that a pause costs nothing: what was answered is written down.
/// </summary>
/// <param name="gate">Where people are asked.</param>
/// <param name="take">Carries a step out, or takes it from the journal.</param>
internal sealed class StepReview(ApprovalGate gate, Func<StepQuestion, CancellationToken, Task<StepReply>> take)
{
    private const string Prompt = "prompt";

    /// <summary>Carries a step out with the consent of people.</summary>
    /// <param name="question">The step.</param>
    /// <param name="capabilities">Its agent's, which may want consent.</param>
    /// <param name="cancellationToken">Ends the execution.</param>
    /// <exception cref="ExecutionPausedException">Somebody has to decide first.</exception>
    /// <exception cref="TopologyException">Nobody consented.</exception>
    public async Task<StepReply> CarryOutAsync(
        StepQuestion question,
        IReadOnlyList<Capability> capabilities,
        CancellationToken cancellationToken
    )
    {
        StepQuestion asked = question;
        if (Wish(capabilities, each => each.ApprovalBefore(question.Path, question.Input)) is { } before)
        {
            string path = $"{question.Path}/input";
            ApprovalDecision decision = await AskAsync(question, path, question.Input, before, cancellationToken)
                .ConfigureAwait(false);
            if (IsDefault(decision, before))
            {
                return Default(question, before);
            }

            if (!decision.IsApproved)
            {
                ThrowIfFinal(before, path, decision, rejections: 1);
                asked = question with { Input = Revised(question.Input, answer: null, decision.Comment) };
            }
        }

        StepReply reply = await take(asked, cancellationToken).ConfigureAwait(false);
        for (int rejections = 1; reply.Succeeded; rejections++)
        {
            StepRecord step = reply.Record;
            if ((Wish(capabilities, each => each.ApprovalAfter(step)) ?? question.Approval) is not { } after)
            {
                break;
            }

            ApprovalDecision decision = await AskAsync(question, step.Path, step.Output!, after, cancellationToken)
                .ConfigureAwait(false);
            if (IsDefault(decision, after))
            {
                return Default(question, after);
            }

            if (decision.IsApproved)
            {
                break;
            }

            ThrowIfFinal(after, step.Path, decision, rejections);
            StepQuestion again = question with
            {
                Path = StepPath.Revised(question.Path, rejections),
                Input = Revised(question.Input, step.Output, decision.Comment),
            };
            reply = await take(again, cancellationToken).ConfigureAwait(false);
        }

        return reply;
    }

    private static ApprovalWish? Wish(IReadOnlyList<Capability> capabilities, Func<Capability, ApprovalWish?> wish) =>
        capabilities.Select(wish).FirstOrDefault(each => each is not null);

    private async Task<ApprovalDecision> AskAsync(
        StepQuestion step,
        string path,
        string context,
        ApprovalWish wish,
        CancellationToken cancellationToken
    )
    {
        ApprovalQuestion question = new(path, step.Seat.Slot, step.Seat.Agent.Name, wish.Question)
        {
            Context = context,
            Timeout = wish.Timeout,
            GoesOnAfterTimeout = wish.OnTimeout != ApprovalTimeout.Abort,
        };
        return (await gate.AskAsync([question], cancellationToken).ConfigureAwait(false))[0];
    }

    private static bool IsDefault(ApprovalDecision decision, ApprovalWish wish) =>
        decision.By == ApprovalGate.TimeIsUp && wish.OnTimeout == ApprovalTimeout.Default;

    private static StepReply Default(StepQuestion question, ApprovalWish wish)
    {
        try
        {
            question.Check?.Invoke(AgentAnswer.Of(wish.DefaultAnswer));
        }
        catch (JsonException misfit)
        {
            throw new TopologyException(
                $"Nobody decided about `{question.Path}` in time, and `default_answer` has not the form `{question.Form?.Name}`: {misfit.Message}",
                misfit
            );
        }

        return new StepReply(
            new StepRecord
            {
                Path = question.Path,
                Slot = question.Seat.Slot,
                Agent = question.Seat.Agent.Name,
                Input = question.Input,
                Output = wish.DefaultAnswer,
            }
        );
    }

    private static void ThrowIfFinal(ApprovalWish wish, string path, ApprovalDecision decision, int rejections)
    {
        if (wish.OnRejection == ApprovalRejection.Abort || rejections > wish.MaxRejections)
        {
            string said = decision.Comment.Length > 0 ? $": {decision.Comment}" : "";
            throw new TopologyException(
                wish.OnRejection == ApprovalRejection.Abort
                    ? $"A person rejected `{path}`{said}"
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"A person rejected `{path}`, the last of {rejections} answers (`max_rejections` is {wish.MaxRejections}){said}"
                    )
            );
        }
    }

    // What is asked stays what it was: a plain prompt becomes a member beside the person's words.
    private static string Revised(string input, string? answer, string comment)
    {
        JsonObject revised = AsObject(input) ?? new JsonObject { [Prompt] = input };
        revised["review"] = answer is null
            ? "A person looked at this before you answer; heed the feedback."
            : "A person rejected your answer; give another one that heeds the feedback.";
        revised["rejected_answer"] = answer;
        revised["feedback"] = comment;
        if (answer is null)
        {
            revised.Remove("rejected_answer");
        }

        return TopologyJson.Write(revised);
    }

    private static JsonObject? AsObject(string input)
    {
        try
        {
            return input.StartsWith('{') ? JsonNode.Parse(input) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
