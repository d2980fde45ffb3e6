using Microsoft.Extensions.AI;

namespace Baton.Agents.Running;

/// <summary>Asks the model for the next step, in one piece or as a stream of events.</summary>
internal static class ModelPhase
{
    /// <summary>Asks and waits for the whole answer.</summary>
    public static async ValueTask<ModelStep> AskAsync(RunState run, RunOutput? output)
    {
        CancellationToken token = run.Clock.Token;
        ModelAttempts attempts = new(run);
        try
        {
            ModelRequest request = await PrepareAsync(run, output).ConfigureAwait(false);
            while (true)
            {
                token.ThrowIfCancellationRequested();
                ChatResponse response;
                Usage? usage;
                using ModelCallTrace? trace = run.Telemetry?.StartModelCall(attempts.Model, request, streams: false);
                try
                {
                    response = await new ValueTask<ChatResponse>(
                        attempts.Model.Client.GetResponseAsync(request.Messages, request.Options, token)
                    )
                        .OrAbandoned(token)
                        .ConfigureAwait(false);
                    usage = Spend(run, attempts.Model, response.Usage);
                    trace?.Ended(response.Messages, response.ModelId, response.FinishReason, usage);
                }
                catch (Exception error)
                {
                    trace?.Failed(error);
                    if (!await attempts.AgainAsync(error).ConfigureAwait(false))
                    {
                        throw;
                    }

                    request = request with { Options = request.Options.Clone() };
                    continue;
                }

                return await FinishAsync(run, ModelStep.Of(Whole(response), attempts.Model), usage)
                    .ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            return ModelStep.Ended(run.EndBy(error));
        }
    }

    /// <summary>What the model is to be asked, after hooks and shortening.</summary>
    public static async ValueTask<ModelRequest> PrepareAsync(RunState run, RunOutput? output)
    {
        CancellationToken token = run.Clock.Token;
        ChatOptions options = run.Agent.NewOptions();
        output?.Ask(options);
        if (run.HasHooks)
        {
            await run.CallHooksAsync(
                    static (hooks, context, options, ct) => hooks.BeforeModelCallAsync(context, options, ct),
                    options,
                    token
                )
                .ConfigureAwait(false);
        }

        IEnumerable<ChatMessage> messages = run.Messages;
        if (run.Config.Reducer is { } reducer)
        {
            messages = await new ValueTask<IEnumerable<ChatMessage>>(reducer.ReduceAsync(run.Messages, token))
                .OrAbandoned(token)
                .ConfigureAwait(false);
        }

        return new ModelRequest(messages, options);
    }

    /// <summary>Accounts for a call.</summary>
    public static Usage? Spend(RunState run, ModelCandidate model, UsageDetails? details)
    {
        Usage? usage = run.Config.Catalog.Account(model.Name ?? default, details);
        if (usage is not null)
        {
            run.Ledger.Add(usage);
        }

        return usage;
    }

    /// <summary>Lets hooks see the answer.</summary>
    public static async ValueTask<ModelStep> FinishAsync(RunState run, ModelStep step, Usage? usage)
    {
        if (run.HasHooks && step.Answer is { } answer)
        {
            await run.CallHooksAsync(
                    static (hooks, context, answer, ct) => hooks.AfterModelCallAsync(context, answer, ct),
                    answer,
                    run.Clock.Token
                )
                .ConfigureAwait(false);
        }

        return step with
        {
            Usage = usage,
        };
    }

    // Clients may answer in several messages; in a history all calls have to stand in the last of them.
    private static ChatMessage Whole(ChatResponse response) =>
        response.Messages switch
        {
            [{ } only] when only.Role == ChatRole.Assistant && !only.Contents.Any(StreamedMessage.IsCarriedOut) => only,
            { } many => new ChatMessage(
                ChatRole.Assistant,
                [
                    .. many.Where(message => message.Role != ChatRole.Tool)
                        .SelectMany(message => message.Contents)
                        .Where(content => !StreamedMessage.IsCarriedOut(content)),
                ]
            ),
        };
}
