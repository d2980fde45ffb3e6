using Microsoft.Extensions.AI;

namespace Baton.Agents.Providers;

/// <summary>What a model wrote as the arguments of a call when it was no JSON object.</summary>
/// <remarks>
/// Such a call has <see cref="FunctionCallContent.Exception"/> set and no arguments. It is sent back to models as a call
/// without arguments, so tell the model what was wrong in the call's result.
/// </remarks>
public static class ToolCallArguments
{
    /// <summary>The key of the text among a call's <see cref="AIContent.AdditionalProperties"/>; it survives JSON.</summary>
    public const string RawKey = "raw_arguments";

    /// <summary>The text as the model wrote it, or <see langword="null"/> when the arguments were understood.</summary>
    public static string? RawText(FunctionCallContent call) =>
        call.AdditionalProperties?.GetValueOrDefault(RawKey)?.ToString();
}
