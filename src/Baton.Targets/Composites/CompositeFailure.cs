using System.Text.Json.Nodes;
using Baton.Agents;

namespace Baton.Targets.Composites;

/// <summary>Puts into words why a composite has no answer; always names who.</summary>
internal static class CompositeFailure
{
    /// <summary>The outcome of a turn that ends because one member failed or was limited.</summary>
    public static AgentEvent Of(MemberAnswer answer) =>
        answer.Outcome switch
        {
            LimitEvent limit => limit with { Message = $"`{answer.Member.Name}`: {limit.Message}" },
            ErrorEvent error => new ErrorEvent(About(answer.Member, error.Error)),
            _ => throw new ArgumentException("the member answered", nameof(answer)),
        };

    /// <summary>An error with the member it belongs to.</summary>
    public static AgentError About(Member member, AgentError error)
    {
        JsonObject details = (JsonObject?)error.Details?.DeepClone() ?? [];
        details["member"] = member.Name;
        return error with { Message = $"`{member.Name}`: {error.Message}", Details = details };
    }

    /// <summary>The outcome of a turn in which too few members answered.</summary>
    public static ErrorEvent TooFew(IReadOnlyList<MemberAnswer> answers, int wanted)
    {
        List<MemberAnswer> failed = [.. answers.Where(answer => answer.Output is null)];
        int answered = answers.Count - failed.Count;
        string count =
            answered == 0
                ? $"none of {answers.Count} targets answered"
                : $"{answered} of {answers.Count} targets answered, and {wanted} must (`min_success`)";
        List<string?> kinds = [.. failed.Select(answer => answer.ProblemKind).Distinct(StringComparer.Ordinal)];
        bool allErrors = failed.TrueForAll(answer => answer.Outcome is ErrorEvent);
        return new ErrorEvent(
            new AgentError(
                kinds.Count == 1 && allErrors ? kinds[0]! : ErrorKind.Agent,
                $"{count}: {string.Join("; ", failed.Select(answer => $"`{answer.Member.Name}`: {answer.Problem}"))}"
            )
            {
                Details = new JsonObject { ["members"] = CompositeMetadata.Members(answers) },
            }
        );
    }
}
