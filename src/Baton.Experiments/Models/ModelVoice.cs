using System.Globalization;
using Baton.Agents;
using Baton.Agents.Providers;
using Microsoft.Extensions.AI;

namespace Baton.Experiments.Models;

/// <summary>Asks one model for text or for a structured answer, and keeps account of it. Safe for concurrent use.</summary>
/// <param name="client">The model; stays the caller's.</param>
/// <param name="model">Its name, for prices and messages.</param>
/// <param name="settings">How it is asked.</param>
/// <param name="server">The server's address, or <see langword="null"/> for the provider's own.</param>
internal sealed class ModelVoice(IChatClient client, ModelName model, ModelVoiceSettings settings, string? server)
{
    private const int ShownOfReply = 300;

    // Compatible servers often know less of structured output than OpenAI: once refused, it is not asked for again.
    private volatile bool _schemaRefused;

    // The newer models of some makers take no sampling settings.
    private volatile bool _temperatureRefused;

    /// <summary>The model.</summary>
    public ModelName Model => model;

    /// <summary>The server's address, or <see langword="null"/> for the provider's own. It may hold a secret.</summary>
    public string? Server => server;

    /// <summary>How the model samples, for telling voices apart.</summary>
    public string Sampling =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"temperature {settings.Temperature}, seed {settings.Seed}, tokens {settings.MaxOutputTokens}"
        );

    /// <summary>Asks for text.</summary>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer, which may be empty.</returns>
    /// <exception cref="ModelVoiceException">The model could not be asked.</exception>
    public async Task<ModelAnswer<string>> AskAsync(ModelQuestion question, CancellationToken cancellationToken)
    {
        Reply reply = await SayAsync(
                question,
                question.Messages,
                Options(question.Seed, format: null),
                ModelSpending.None,
                cancellationToken
            )
            .ConfigureAwait(false);
        return new ModelAnswer<string>(reply.Text, reply.Text, reply.Spent) { IsCutOff = reply.IsCutOff };
    }

    /// <summary>
    /// Asks for a structured answer. Where the server refuses schemas it is asked without; an answer that cannot be read
    /// is asked for once more.
    /// </summary>
    /// <param name="question">The question; it should tell the form of the answer.</param>
    /// <param name="form">The form of the answer.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ModelVoiceException">The model could not be asked, or kept to another form.</exception>
    public Task<ModelAnswer<T>> AskAsync<T>(
        ModelQuestion question,
        AnswerForm<T> form,
        CancellationToken cancellationToken
    )
        where T : class =>
        AskInFormAsync(
            question,
            ChatResponseFormat.ForJsonSchema(form.Schema, form.Name, form.Description),
            "Repeat it as the one JSON object asked for, and nothing else.",
            form.ReadReply,
            cancellationToken
        );

    /// <summary>Asks for an answer in words; one that cannot be read is asked for once more.</summary>
    /// <param name="question">The question; it should tell the form of the answer.</param>
    /// <param name="form">The form of the answer.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ModelVoiceException">The model could not be asked, or kept to another form.</exception>
    public Task<ModelAnswer<T>> AskAsync<T>(
        ModelQuestion question,
        TextForm<T> form,
        CancellationToken cancellationToken
    )
        where T : class => AskInFormAsync(question, format: null, form.Again, form.Read, cancellationToken);

    /// <summary>Finds out whether the model can be asked; makes no paid call.</summary>
    /// <returns><see langword="null"/> when all is well.</returns>
    public async ValueTask<AgentError?> ProbeAsync(CancellationToken cancellationToken) =>
        client.GetService(typeof(IModelProbe)) is IModelProbe probe
            ? await probe.ProbeAsync(cancellationToken).ConfigureAwait(false)
            : null;

    private async Task<ModelAnswer<T>> AskInFormAsync<T>(
        ModelQuestion question,
        ChatResponseFormatJson? format,
        string again,
        ReplyReader<T> read,
        CancellationToken cancellationToken
    )
        where T : class
    {
        Reply reply = await SayInFormAsync(question, question.Messages, format, ModelSpending.None, cancellationToken)
            .ConfigureAwait(false);
        T? answer = read(reply.Text, out string? problem);
        if (answer is null)
        {
            List<ChatMessage> messages =
            [
                .. question.Messages,
                new ChatMessage(ChatRole.Assistant, reply.Text.Length == 0 ? "(nothing)" : reply.Text),
                new ChatMessage(ChatRole.User, $"Your answer {Told(problem, reply)}. {again}"),
            ];
            reply = await SayInFormAsync(question, messages, format, reply.Spent, cancellationToken)
                .ConfigureAwait(false);
            answer = read(reply.Text, out problem);
        }

        return answer is not null
            ? new ModelAnswer<T>(answer, reply.Text, reply.Spent) { IsCutOff = reply.IsCutOff }
            : throw new ModelVoiceException(
                ErrorKind.Protocol,
                $"the answer of `{model}` {Told(problem, reply)}, also when asked again: "
                    + $"`{WholeText.Start(reply.Text, ShownOfReply)}`"
            )
            {
                Reply = reply.Text,
                Spent = reply.Spent,
            };
    }

    private static string Told(string? problem, Reply reply) =>
        reply.IsCutOff ? "is cut off before its end (too few tokens)" : problem ?? "cannot be used";

    private async Task<Reply> SayInFormAsync(
        ModelQuestion question,
        IReadOnlyList<ChatMessage> messages,
        ChatResponseFormatJson? format,
        ModelSpending spent,
        CancellationToken cancellationToken
    )
    {
        if (format is not null && !_schemaRefused)
        {
            try
            {
                ChatOptions held = Options(question.Seed, format);
                held.AdditionalProperties = new() { ["strict"] = true };
                return await SayAsync(question, messages, held, spent, cancellationToken).ConfigureAwait(false);
            }
            catch (ModelVoiceException exception)
                when (exception.InnerException is ModelException refusal && RefusesSchema(refusal))
            {
                _schemaRefused = true;
                spent = exception.Spent;
            }
        }

        return await SayAsync(question, messages, Options(question.Seed, format: null), spent, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<Reply> SayAsync(
        ModelQuestion question,
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        ModelSpending spent,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await CallAsync(question, messages, options, spent, cancellationToken).ConfigureAwait(false);
        }
        catch (ModelVoiceException exception)
            when (options.Temperature is not null
                && exception.InnerException is ModelException { Status: 400, ServerMessage: { } message }
                && message.Contains("temperature", StringComparison.OrdinalIgnoreCase)
            )
        {
            _temperatureRefused = true;
            options.Temperature = null;
            return await CallAsync(question, messages, options, exception.Spent, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<Reply> CallAsync(
        ModelQuestion question,
        IReadOnlyList<ChatMessage> messages,
        ChatOptions options,
        ModelSpending spent,
        CancellationToken cancellationToken
    )
    {
        ModelSpending call = new(1, null);
        try
        {
            ChatResponse response = await client
                .GetResponseAsync(messages, options, cancellationToken)
                .ConfigureAwait(false);
            call = new ModelSpending(1, ModelCatalog.Default.Account(model, response.Usage));
            question.Meter?.Add(call);
            return new Reply(
                WholeText.Of(SpokenText.Of(response.Text)),
                response.FinishReason == ChatFinishReason.Length,
                spent + call
            );
        }
        catch (ModelException exception)
        {
            question.Meter?.Add(call);
            throw new ModelVoiceException(exception.Kind, exception.Message, exception) { Spent = spent + call };
        }
        catch (OperationCanceledException)
        {
            question.Meter?.Add(call);
            throw;
        }
    }

    private ChatOptions Options(int? seed, ChatResponseFormat? format) =>
        new()
        {
            Temperature = _temperatureRefused ? null : (float?)settings.Temperature,
            MaxOutputTokens = settings.MaxOutputTokens,
            Seed = seed ?? settings.Seed,
            ResponseFormat = format,
        };

    private static bool RefusesSchema(ModelException exception) =>
        exception.Status is 400 or 404 or 415 or 422 or 501
        && exception.ServerMessage is { } message
        && (
            message.Contains("response_format", StringComparison.OrdinalIgnoreCase)
            || message.Contains("json_schema", StringComparison.OrdinalIgnoreCase)
            || message.Contains("structured output", StringComparison.OrdinalIgnoreCase)
            || message.Contains("tool_choice", StringComparison.OrdinalIgnoreCase)
        );

    private sealed record Reply(string Text, bool IsCutOff, ModelSpending Spent);
}
