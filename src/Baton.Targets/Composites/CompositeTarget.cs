using Baton.Agents;
using Baton.Targets.Composites.Aggregation;

namespace Baton.Targets.Composites;

/// <summary>Several targets that answer as one agent; see <c>docs/targets/composite.md</c>.</summary>
public sealed class CompositeTarget : ITarget
{
    private readonly CompositeOptions _options;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<Member> _members;
    private readonly Member? _aggregator;
    private readonly IAggregation _aggregation;

    /// <summary>Describes the targets; nothing is started yet.</summary>
    /// <param name="options">The <c>runner:</c> section; its <see cref="RunnerOptions.Composite"/> is given.</param>
    /// <param name="environment">Where they are started from.</param>
    public CompositeTarget(RunnerOptions options, TargetEnvironment environment)
    {
        _options =
            options.Composite
            ?? throw new ArgumentException("`composite` is not given in the `runner` section", nameof(options));
        _time = environment.TimeProvider;
        TargetEnvironment inner = environment.Inside(options);
        _members = Member.CreateAll(_options.Targets, inner);
        _aggregator = AggregatorOf(_options, inner);
        _aggregation = AggregationMethod.Create(_options, _aggregator, _time);
    }

    /// <inheritdoc/>
    public string Name =>
        $"{_options.Mode.ToString().ToLowerInvariant()}({string.Join(", ", _members.Select(member => member.Name))})";

    private IEnumerable<Member> Everyone => _aggregator is null ? _members : _members.Append(_aggregator);

    /// <inheritdoc/>
    public IConversation StartConversation(ConversationContext context)
    {
        ConversationContext inner = context.ApproveTool is { } approve
            ? context with
            {
                ApproveTool = OneAtATime(approve),
            }
            : context;
        List<MemberConversation> conversations =
        [
            .. _members.Select(member => new MemberConversation(member, inner, _time)),
        ];
        return _options.Mode == CompositeMode.Sequential
            ? new SequentialConversation(conversations)
            : new GatheringConversation(conversations, _options.MinSuccess, _aggregation.For(inner));
    }

    /// <summary>Whether enough members can be reached: all in <c>sequential</c>, otherwise as many as must answer.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken)
    {
        AgentError?[] found = await Task.WhenAll(Everyone.Select(member => ProbeAsync(member, cancellationToken)))
            .ConfigureAwait(false);
        if (_aggregator is not null && found[^1] is { } noAggregator)
        {
            return noAggregator;
        }

        int there = found.Take(_members.Count).Count(error => error is null);
        int wanted = _options.Mode == CompositeMode.Sequential ? _members.Count : _options.MinSuccess;
        return there >= wanted ? null : Array.Find(found, error => error is not null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(Everyone.Select(member => member.Target.DisposeAsync().AsTask())).ConfigureAwait(false);

    private static async Task<AgentError?> ProbeAsync(Member member, CancellationToken cancellationToken) =>
        await member.Target.ProbeAsync(cancellationToken).ConfigureAwait(false) is { } error
            ? CompositeFailure.About(member, error)
            : null;

    private static Member? AggregatorOf(CompositeOptions options, TargetEnvironment environment)
    {
        const string Id = "aggregator";
        return options switch
        {
            { Aggregator: { } section } => new Member(
                Id,
                section.Name ?? Id,
                section.Weight,
                TargetFactory.Create(section, environment)
            ),
            { Model: { } model } => new Member(Id, Id, 1, new ModelTarget(model, environment)),
            _ => null,
        };
    }

    // People are asked one question at a time, whichever members ask.
    private static ToolApprover OneAtATime(ToolApprover approve)
    {
        SemaphoreSlim turn = new(1);
        return async (request, cancellationToken) =>
        {
            await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await approve(request, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                turn.Release();
            }
        };
    }
}
