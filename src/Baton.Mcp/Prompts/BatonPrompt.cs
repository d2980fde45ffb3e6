using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Baton.Mcp.Prompts;

/// <summary>A prompt that a person chooses: one message of the user, made from text arguments.</summary>
internal sealed class BatonPrompt : McpServerPrompt
{
    private readonly Func<IReadOnlyDictionary<string, string>, string> _write;

    /// <summary>Makes the prompt.</summary>
    /// <param name="prompt">What clients are told about it.</param>
    /// <param name="write">Writes the message from the arguments that were given.</param>
    public BatonPrompt(Prompt prompt, Func<IReadOnlyDictionary<string, string>, string> write)
    {
        ProtocolPrompt = prompt;
        _write = write;
    }

    /// <inheritdoc/>
    public override Prompt ProtocolPrompt { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override ValueTask<GetPromptResult> GetAsync(
        RequestContext<GetPromptRequestParams> request,
        CancellationToken cancellationToken = default
    )
    {
        Dictionary<string, string> given = (
            request.Params?.Arguments ?? new Dictionary<string, System.Text.Json.JsonElement>()
        )
            .Where(argument => argument.Value.ValueKind == System.Text.Json.JsonValueKind.String)
            .ToDictionary(argument => argument.Key, argument => argument.Value.GetString()!, StringComparer.Ordinal);
        string[] missing =
        [
            .. (ProtocolPrompt.Arguments ?? [])
                .Where(argument => argument.Required is true && !given.ContainsKey(argument.Name))
                .Select(argument => $"`{argument.Name}`"),
        ];
        return missing.Length > 0
            ? throw new McpProtocolException($"missing {string.Join(", ", missing)}", McpErrorCode.InvalidParams)
            : ValueTask.FromResult(
                new GetPromptResult
                {
                    Description = ProtocolPrompt.Description,
                    Messages =
                    [
                        new PromptMessage
                        {
                            Role = Role.User,
                            Content = new TextContentBlock { Text = _write(given) },
                        },
                    ],
                }
            );
    }
}
